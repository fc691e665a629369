/**
 * The order in which people read a Kubernetes object: what it is, what it is called, what runs, then the rest by alphabet.
 *
 * One table for every depth, so a key's rank makes sense wherever the key may stand. Kubernetes itself gives no order:
 * kubectl prints alphabetically, which puts `env` and `image` before a container's `name`.
 */
const FIRST: readonly string[] = [
  // What it is.
  'apiVersion',
  'apiGroup',
  'apiGroups',
  'group',
  'kind',
  'metadata',
  // What it is called. `key` and `operator` for selectors and tolerations.
  'name',
  'generateName',
  'namespace',
  'labels',
  'annotations',
  'type',
  'immutable',
  'key',
  'operator',
  'value',
  'values',
  'valueFrom',
  // How many and when: workloads, autoscalers, jobs.
  'scaleTargetRef',
  'schedule',
  'timeZone',
  'suspend',
  'replicas',
  'minReplicas',
  'maxReplicas',
  'parallelism',
  'completions',
  'strategy',
  'updateStrategy',
  'selector',
  'podSelector',
  // A container, top to bottom. `resources` also serves a policy rule, `ports` a Service.
  'image',
  'imagePullPolicy',
  'command',
  'args',
  'workingDir',
  'ports',
  'path',
  'containerPort',
  'port',
  'targetPort',
  'nodePort',
  'protocol',
  'envFrom',
  'env',
  'resources',
  'resourceNames',
  'verbs',
  'requests',
  'limits',
  'startupProbe',
  'readinessProbe',
  'livenessProbe',
  'exec',
  'grpc',
  'httpGet',
  'tcpSocket',
  'lifecycle',
  'serviceAccountName',
  'priorityClassName',
  'nodeSelector',
  'affinity',
  'tolerations',
  'securityContext',
  'mountPath',
  'subPath',
  'volumeMounts',
  // Routes.
  'parentRefs',
  'hostnames',
  'matches',
  'filters',
  'backendRefs',
  // An admission policy: whom it sees, what it works out, what it says.
  'policyName',
  'matchConstraints',
  'matchConditions',
  'variables',
];

/** The long parts, after everything of a line or two. */
const LAST: readonly string[] = [
  'initContainers',
  'containers',
  'volumes',
  'template',
  'jobTemplate',
  'volumeClaimTemplates',
  'spec',
  'data',
  'stringData',
  'binaryData',
  'status',
];

/** Maps whose keys are the user's own words, not fields: only the alphabet orders them. */
const WORD_MAPS: ReadonlySet<string> = new Set([
  'labels',
  'annotations',
  'matchLabels',
  'nodeSelector',
  'data',
  'stringData',
  'binaryData',
  'requests',
  'limits',
  'parameters',
]);

const MIDDLE = 1000;
const RANKS: ReadonlyMap<string, number> = new Map([
  ...FIRST.map((key, index) => [key, index] as const),
  ...LAST.map((key, index) => [key, MIDDLE + 1 + index] as const),
]);

/**
 * Orders found before, as a tree with one step a key: objects of one kind have few shapes, and a walk beats a sort.
 * Started again when large, so that memory is bounded; the order never depends on it.
 */
interface Shape {
  readonly next: Map<string, Shape>;
  order?: readonly string[];
}
const MAX_SHAPES = 20_000;
let shapes = 0;
let fieldShapes: Shape = { next: new Map() };
let wordShapes: Shape = { next: new Map() };

/**
 * The keys of a map in the order they are written: total, and independent of the order in which they were set.
 *
 * `parent` is the key that holds the map. A list, not a new object: JavaScript would move a key such as "10" to the front.
 */
export function orderedKeys(map: object, parent?: string): readonly string[] {
  const keys = Object.keys(map);
  if (keys.length < 2) return keys;
  const areWords = parent !== undefined && WORD_MAPS.has(parent);
  let shape = areWords ? wordShapes : fieldShapes;
  for (const key of keys) shape = shape.next.get(key) ?? newShape(shape, key);
  shape.order ??= keys.sort(areWords ? compareText : compareKeys);
  return shape.order;
}

function newShape(shape: Shape, key: string): Shape {
  shapes += 1;
  if (shapes > MAX_SHAPES) {
    shapes = 0;
    fieldShapes = { next: new Map() };
    wordShapes = { next: new Map() };
  }
  const next: Shape = { next: new Map() };
  shape.next.set(key, next);
  return next;
}

/** Code-point order, the same on every machine; the order of Go and of UTF-8 bytes. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  if (!SURROGATE.test(left) && !SURROGATE.test(right)) return left < right ? -1 : 1;
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** JavaScript compares UTF-16 units, which puts an emoji (a surrogate pair) before U+FFFD. */
const SURROGATE = /[\ud800-\udfff]/;

function compareKeys(left: string, right: string): number {
  return (RANKS.get(left) ?? MIDDLE) - (RANKS.get(right) ?? MIDDLE) || compareText(left, right);
}

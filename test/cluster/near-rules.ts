import fc from 'fast-check';
import { fieldsAt } from '../../src/schema/plain-access';
import type { AnyObject } from '../../src/schema/validate-object';

/**
 * Objects that the rules about one object have something to say of, and such that come near: all valid, with and without acceptances.
 */
export function nearRules(codes: readonly string[], namespaces: readonly string[]): fc.Arbitrary<AnyObject> {
  const metadata = fc.record({ name: fc.constant('near'), annotations: acceptances(codes) });
  const [namespace = ''] = namespaces;
  const inNamespace = fc.tuple(metadata, fc.constantFrom(...namespaces)).map(([each, name]) => ({ ...each, namespace: name }));
  return fc.oneof(
    { weight: 6, arbitrary: fc.tuple(inNamespace, pod(), workload).map(([each, spec, make]) => ({ ...make(spec), metadata: each })) },
    { weight: 2, arbitrary: fc.tuple(inNamespace, schedule).map(([each, text]) => ({ ...cronJob(GOOD_POD, text), metadata: each })) },
    { weight: 1, arbitrary: fc.tuple(inNamespace, budget).map(([each, spec]) => ({ ...BUDGET, metadata: each, spec })) },
    { weight: 2, arbitrary: fc.tuple(metadata, access).map(([each, make]) => make(each, namespace)) },
    { weight: 1, arbitrary: fc.tuple(inNamespace, amountsOnly).map(([each, object]) => ({ ...object, metadata: each })) },
  );
}

/** Pods alone. */
export function nearPods(namespace: string): fc.Arbitrary<AnyObject> {
  const spec = fc.oneof(pod(), oneFieldOff());
  return spec.map((each) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'near', namespace }, spec: each }));
}

/** Reasons that count, and such that do not. */
function acceptances(codes: readonly string[]): fc.Arbitrary<Record<string, string> | undefined> {
  const reason = fc.constantFrom('for a reason', 'x', '', ' ', '\n\t ', ' y ');
  const some = fc.dictionary(fc.constantFrom(...codes, 'no.rule'), reason, { minKeys: 1, maxKeys: 3 });
  const written = some.map((each) => Object.fromEntries(Object.entries(each).map(([code, text]) => [`accept.cdk8s-mlops/${code}`, text])));
  return fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: written });
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const DIGEST = `@sha256:${'0a'.repeat(32)}`;
const image = fc.constantFrom(
  `a${DIGEST}`,
  `r.io:5000/a:1${DIGEST}`,
  'a',
  'a:1',
  'a:latest',
  'r.io:5000/a',
  `a${DIGEST}0`,
  `a${DIGEST.toUpperCase()}`,
);
const cpu = fc.constantFrom('1', '100m', '0');
const memory = fc.constantFrom('1Gi', '512m', '512M', '1023', '1024', '1Ki', '0', '0.5Ki', '1e3', '1e-3', '999999u', '2000000m');
const limits = fc.record({ cpu: maybe(cpu), memory: maybe(memory), 'ephemeral-storage': maybe(memory) });
const resources = fc.oneof(
  fc.record({ requests: maybe(limits) }),
  fc.record({ limits: maybe(limits) }),
  // A request is at most its limit.
  limits.map((both) => ({ requests: both, limits: both })),
  fc.tuple(cpu, memory).map(([cpu, memory]) => ({ requests: { cpu }, limits: { memory } })),
);
const capability = fc.constantFrom('CHOWN', 'SYS_ADMIN', 'CAP_BPF', 'ALL', 'CAP_CAP_ALL', 'NET_BIND_SERVICE', 'all');
const seccompProfile = maybe(fc.constantFrom({ type: 'RuntimeDefault' }, { type: 'RuntimeDefault' }, { type: 'Unconfined' }));
const runAs = { runAsNonRoot: maybe(fc.boolean()), runAsUser: maybe(fc.constantFrom(0, 1000, 1000)) };
const others = {
  seLinuxOptions: rarely(fc.constantFrom({ type: 'container_t' }, { type: 'spc_t' }, { level: 's0' }, { user: 'u' }, { role: 'r' })),
  appArmorProfile: rarely(
    fc.constantFrom({ type: 'RuntimeDefault' }, { type: 'Unconfined' }, { type: 'Localhost', localhostProfile: 'p' }),
  ),
  windowsOptions: rarely(fc.constantFrom({ runAsUserName: 'u' }, { hostProcess: true }, { hostProcess: false })),
};
const sysctl = fc.constantFrom(
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'kernel.shm_rmid_forced',
  'kernel.msgmax',
  'net.core.somaxconn',
);
const sysctls = rarely(fc.uniqueArray(sysctl, { minLength: 1, maxLength: 2 }).map((names) => names.map((name) => ({ name, value: '1' }))));
const podSecurity = fc.oneof(
  fc.record({ ...runAs, ...others, seccompProfile, sysctls }),
  fc.constant({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }),
);
const STRICT = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const anySecurity = fc.record({
  ...runAs,
  ...others,
  procMount: rarely(fc.constantFrom('Default', 'Unmasked')),
  seccompProfile,
  allowPrivilegeEscalation: maybe(fc.boolean()),
  privileged: maybe(fc.boolean()),
  capabilities: maybe(fc.record({ add: maybe(fc.array(capability, { maxLength: 3 })), drop: maybe(fc.constant(['ALL'])) })),
});
const securityContext = fc.oneof(
  anySecurity,
  fc.constant(STRICT),
  fc.constantFrom('NET_BIND_SERVICE', 'CHOWN').map((add) => ({ ...STRICT, capabilities: { ...STRICT.capabilities, add: [add] } })),
);
const port = fc.constantFrom<string | number>(80, 'http', 'web');
const call = fc.oneof(
  port.map((each) => ({ httpGet: { port: each } })),
  port.map((each) => ({ tcpSocket: { port: each } })),
  rarely(fc.constant('10.0.0.1')).map((host) => ({ httpGet: { port: 80, host } })),
  fc.constant({ exec: { command: ['ls'] } }),
);
const times = fc.record(
  {
    initialDelaySeconds: fc.constantFrom(0, 30),
    periodSeconds: fc.constantFrom(1, 10, 60),
    failureThreshold: fc.constantFrom(1, 10, 60, 600),
  },
  { requiredKeys: [] },
);
const startupProbe = fc.tuple(call, times).map(([what, when]) => ({ ...what, ...when }));
const sleep = fc.constantFrom(
  'sleep 30',
  'sleep 60s && exit',
  '/bin/sleep 29;',
  ' sleep\t45',
  'sleep 0',
  'sleep 1h',
  'kill 1; sleep 60',
  'sleep 99999999999999999999',
);
const hook = fc.oneof(
  fc.constantFrom(1, 30, 31, 60).map((seconds) => ({ sleep: { seconds } })),
  fc
    .tuple(fc.constantFrom(['sh', '-c'], ['/usr/bin/bash', '-c'], ['zsh', '-c'], ['/bin/ash', '-x'], []), sleep)
    .map(([shell, line]) => ({ exec: { command: [...shell, line] } })),
  fc.constantFrom(['sh', '-c'], ['sleep', '30'], ['/bin/sleep', '30s']).map((command) => ({ exec: { command } })),
  port.map((each) => ({ httpGet: { port: each } })),
);
const lifecycle = fc.record({ preStop: maybe(hook), postStart: maybe(port.map((each) => ({ httpGet: { port: each } }))) });
/** One of its own, or the server warns of two with one port. */
const portOf = (name: string) => 8000 + (name.charCodeAt(0) - 97) * 10 + Number(name.slice(1));
const container = (name: string) =>
  fc.record({
    name: fc.constant(name),
    image,
    resources: maybe(resources),
    securityContext: maybe(securityContext),
    ports: maybe(fc.constantFrom([{ containerPort: portOf(name) }], [{ containerPort: portOf(name), name: 'http' }])),
    // A container that runs to its end has none of these.
    ...(name.startsWith('c')
      ? { readinessProbe: maybe(call), livenessProbe: maybe(call), startupProbe: maybe(startupProbe), lifecycle: maybe(lifecycle) }
      : {}),
  });
const volume = fc.constantFrom(
  { emptyDir: {} },
  { hostPath: { path: '/x' } },
  { nfs: { server: 's', path: '/' } },
  { persistentVolumeClaim: { claimName: 'p' } },
  { secret: { secretName: 's' } },
);

const seldom = fc.constantFrom(undefined, undefined, undefined, undefined, false, true);

function pod(): fc.Arbitrary<AnyObject> {
  const named = (prefix: string, least: number) =>
    fc
      .integer({ min: least, max: 2 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => container(`${prefix}${index}`))));
  return fc.record({
    restartPolicy: fc.constant('Always'),
    terminationGracePeriodSeconds: maybe(fc.constantFrom(0, 30, 45, 60)),
    containers: named('c', 1),
    initContainers: maybe(named('i', 0)),
    volumes: maybe(fc.array(volume, { maxLength: 2 }).map((list) => list.map((each, index) => ({ name: `v${index}`, ...each })))),
    hostNetwork: seldom,
    hostPID: seldom,
    hostIPC: seldom,
    hostUsers: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(false) }),
    securityContext: maybe(podSecurity),
    automountServiceAccountToken: maybe(fc.boolean()),
    serviceAccountName: maybe(fc.constantFrom('default', 'own')),
    serviceAccount: maybe(fc.constantFrom('default', 'own')),
    resources: fc.oneof(
      { weight: 9, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.record({ limits: fc.record({ cpu, memory }) }) },
    ),
  });
}

/** A pod that every level lets in, but maybe for one field. */
function oneFieldOff(): fc.Arbitrary<AnyObject> {
  const fields = ['containers', 'initContainers', 'volumes', 'hostNetwork', 'hostUsers', 'securityContext'] as const;
  const security = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
  const good = { securityContext: security, containers: [{ name: 'c', image: 'a', securityContext: STRICT }] };
  return fc.tuple(pod(), fc.constantFrom(...fields)).map(([other, field]) => ({ ...good, [field]: other[field] ?? fieldsAt(good)[field] }));
}

type Make = (spec: AnyObject) => AnyObject;

const labels = { app: 'near' };
const template = (spec: AnyObject) => ({ metadata: { labels }, spec });
const controller =
  (kind: string, more: object = {}): Make =>
  (spec) => ({
    apiVersion: 'apps/v1',
    kind,
    spec: { selector: { matchLabels: labels }, template: template(spec), ...more },
  });
const claims = [{ metadata: { name: 'd' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '512m' } } } }];
const ending = (spec: AnyObject) => ({ ...spec, restartPolicy: 'Never' });
const cronJob = (spec: AnyObject, schedule = '0 2 * * *') => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  spec: { schedule, jobTemplate: { spec: { template: template(ending(spec)) } } },
});

const workload = fc.constantFrom<Make>(
  (spec) => ({ apiVersion: 'v1', kind: 'Pod', spec }),
  controller('Deployment'),
  controller('Deployment', { progressDeadlineSeconds: 60 }),
  controller('DaemonSet'),
  controller('ReplicaSet'),
  controller('StatefulSet', { serviceName: 'near' }),
  controller('StatefulSet', { serviceName: 'near', volumeClaimTemplates: claims }),
  (spec) => ({ apiVersion: 'batch/v1', kind: 'Job', spec: { template: template(ending(spec)) } }),
  (spec) => cronJob(spec),
);

const GOOD_POD: AnyObject = {
  automountServiceAccountToken: false,
  containers: [{ name: 'c', image: `a${DIGEST}`, resources: { limits: { cpu: '1', memory: '1Gi' } } }],
};

const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
const step = fc.constantFrom('', '', '/1', '/2', '/5', '/12', '/31');
const range = (min: number, max: number) =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
const part = (min: number, max: number) =>
  fc.oneof(
    { weight: 3, arbitrary: number(min, max) },
    range(min, max),
    fc.tuple(fc.oneof(fc.constantFrom('*', '?'), range(min, max), number(min, max)), step).map((each) => each.join('')),
  );
const field = (min: number, max: number) => fc.array(part(min, max), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(','));
const month = fc.oneof(
  { weight: 1, arbitrary: field(1, 12) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('2', 'FEB', 'feb', '2,4', 'jan-Feb', 'apr,JUN,sep,nov', '4-6/2', '2/12', '2,*/11', '*', '11', '2-2'),
  },
);
const day = fc.oneof(
  { weight: 1, arbitrary: field(1, 31) },
  { weight: 2, arbitrary: fc.constantFrom('29', '30', '31', '30,31', '30-31', '31/2', '*/31', '?', '08') },
);
const weekday = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('*', '?', '*/1', '*/2', '1,*', 'SUN', 'mon-fri') }, field(0, 6));
const schedule = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constant('0'), fc.constantFrom('2', '*', '*/2'), day, month, weekday, fc.constantFrom(' ', '  ', '\t'))
      .map(([a, b, c, d, e, space]) => [a, b, c, d, e].join(space)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('@every 1h', '@daily', '@yearly', '1,,2 * * * *', ', * * * *', '+5 * * * *', '*-5 * * * *', '0 0 +30 FEB *'),
  },
);

const BUDGET = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' };
const bound = fc.constantFrom<string | number>(0, 1, 2, '0%', '1%', '50%', '100%', '00%');
const selector = { matchLabels: labels };
const budget = fc.oneof(
  bound.map((maxUnavailable) => ({ selector, maxUnavailable })),
  bound.map((minAvailable) => ({ selector, minAvailable })),
);

const RBAC = 'rbac.authorization.k8s.io';
const names = (...texts: readonly string[]) => fc.subarray([...texts], { minLength: 1 });
const rule = fc.oneof(
  fc.record({ apiGroups: names('', '*', 'apps'), resources: names('pods', '*', '*/scale'), verbs: names('get', '*') }),
  fc.record({ apiGroups: fc.constant(['']), resources: fc.constant(['pods']), verbs: fc.constant(['get']) }),
  fc.record({ nonResourceURLs: names('/healthz', '*'), verbs: names('get', '*') }),
);
const roleRef = fc.constantFrom('cluster-admin', 'view', 'cluster-admins').map((name) => ({ apiGroup: RBAC, kind: 'ClusterRole', name }));
const subjects = [{ kind: 'Group', apiGroup: RBAC, name: 'near' }];
const access = fc.oneof<fc.Arbitrary<(metadata: object, namespace: string) => AnyObject>[]>(
  maybe(fc.array(rule, { maxLength: 3 })).map((rules) => (metadata) => ({
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata,
    rules,
  })),
  fc
    .array(
      rule.filter((each) => !('nonResourceURLs' in each)),
      { maxLength: 3 },
    )
    .map((rules) => (metadata, namespace) => ({
      apiVersion: `${RBAC}/v1`,
      kind: 'Role',
      metadata: { ...metadata, namespace },
      rules,
    })),
  roleRef.map((ref) => (metadata) => ({ apiVersion: `${RBAC}/v1`, kind: 'ClusterRoleBinding', metadata, roleRef: ref, subjects })),
  roleRef.map((ref) => (metadata, namespace) => ({
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: { ...metadata, namespace },
    roleRef: ref,
    subjects,
  })),
);

const storage = fc.constantFrom('1Gi', '512m', '100', '1Ki', '1023');
const amountsOnly = fc.oneof(
  storage.map((amount) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: amount } } },
  })),
  fc.tuple(storage, memory).map(([requested, used]) => ({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    spec: { hard: { 'requests.storage': requested, 'limits.memory': used, pods: '3', 'requests.cpu': '100m' } },
  })),
  fc.tuple(fc.constantFrom('default', 'defaultRequest', 'max', 'min'), memory).map(([where, amount]) => ({
    apiVersion: 'v1',
    kind: 'LimitRange',
    spec: {
      limits: [
        { type: 'Container', [where]: { memory: amount } },
        { type: 'Pod', max: { cpu: '1' }, maxLimitRequestRatio: { memory: '2' } },
      ],
    },
  })),
);

/** An object for each rule that breaks it, and maybe others. */
export function breaking(namespace: string, baseline = namespace): Readonly<Record<string, AnyObject>> {
  const metadata = { name: 'breaking', namespace };
  const container = {
    name: 'c',
    image: 'a',
    resources: { limits: { memory: '512m' } },
    livenessProbe: { httpGet: { port: 'none' } },
    startupProbe: { tcpSocket: { port: 80 }, failureThreshold: 61 },
    lifecycle: { preStop: { exec: { command: ['sleep', '30'] } } },
  };
  const spec = {
    hostNetwork: true,
    containers: [container],
    volumes: [{ name: 'v', hostPath: { path: '/x' } }],
  };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
  const pods = [
    'pod.host-path',
    'pod.image',
    'pod.privileged',
    'pod.resources',
    'pod.token',
    'quantity.bytes',
    'reference.probe-port',
    'time.grace',
  ];
  return {
    ...Object.fromEntries(pods.map((code) => [code, pod])),
    'pod.security-level': { ...controller('Deployment')(spec), metadata: { ...metadata, namespace: baseline } },
    'time.progress': { ...controller('Deployment')(spec), metadata },
    'cron.schedule': { ...cronJob(GOOD_POD, '@every 1h'), metadata },
    'disruption.blocks': { ...BUDGET, metadata, spec: { maxUnavailable: 0 } },
    'access.wildcard': {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      metadata: { name: 'breaking' },
      rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
    },
  };
}

import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Container, PodTemplateSpec } from '../../../imports/kubernetes';
import { errorFinding, type Finding } from '../../base/finding';
import { addFindings } from '../../kube/construct-findings';
import { clusterOf, deviceDemands, type QueueDemand } from './queue-demand';
import { claimFindings } from './shared-claim-findings';

const DEMANDS = new WeakMap<IConstruct, QueueDemand[]>();

/** Registers a job for the checks of queues and claims, which run when the tree is validated. */
export function declareQueueDemand(demand: QueueDemand): void {
  const { root } = demand.construct.node;
  const known = DEMANDS.get(root);
  if (known !== undefined) {
    known.push(demand);
    return;
  }
  DEMANDS.set(root, [demand]);
  // One validation for the whole tree: one per job would cost jobs times objects.
  const validate = () => {
    const demands = DEMANDS.get(root) ?? [];
    return [...queueFindings(root, demands), ...claimFindings(root, demands)];
  };
  addFindings(root, validate);
}

interface Queues {
  /** The ClusterQueue of each LocalQueue, by cluster, namespace and name. */
  readonly local: ReadonlyMap<string, string>;
  /** The resources that each ClusterQueue covers, by cluster and name. */
  readonly covered: ReadonlyMap<string, ReadonlySet<string>>;
  /** Clusters that have a LocalQueue. */
  readonly clusters: ReadonlySet<string>;
}

function queueFindings(root: IConstruct, demands: readonly QueueDemand[]): readonly Finding[] {
  const queues = queuesOf(root);
  if (queues.clusters.size === 0) return [];
  return demands.flatMap((demand) => {
    const problem = demand.queue === undefined ? bypassing(demand, queues) : (unknownQueue(demand, queues) ?? uncovered(demand, queues));
    return problem === undefined ? [] : [errorFinding('BatchJob.queue', { where: demand.construct.node.path, ...problem })];
  });
}

interface Problem {
  readonly what: string;
  readonly fix: string;
}

/** Kueue only sees jobs with the label. Any other uses devices that the quota was meant to share. */
function bypassing({ construct, object, accelerator, pods }: QueueDemand, queues: Queues): Problem | undefined {
  if (accelerator === undefined || !queues.clusters.has(clusterOf(construct))) return undefined;
  const demands = deviceDemands(object, undefined, pods).filter(({ resource }) => resource === accelerator.resource);
  const devices = demands.reduce((sum, demand) => sum + demand.devices * (demand.batch ?? 0), 0);
  const what = `the job requests ${devices} ${accelerator.resource} without a queue, which bypasses the quota of the queues in the cluster`;
  return { what, fix: "add queue: Queue.local('team-a')" };
}

function unknownQueue({ construct, object, queue }: QueueDemand, queues: Queues): Problem | undefined {
  const prefix = `${clusterOf(construct)}/${object.metadata.namespace}/`;
  const names = [...queues.local.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  if (names.length === 0 || names.includes(`${queue}`)) return undefined;
  return { what: `queue "${queue}" not found in the namespace, so the job would wait indefinitely`, fix: `use ${names.sort().join(', ')}` };
}

/** Kueue never admits a job that requests a resource without quota, and counts nothing for a container without requests. */
function uncovered({ construct, object, queue, pods }: QueueDemand, queues: Queues): Problem | undefined {
  const cluster = clusterOf(construct);
  const clusterQueue = queues.local.get(`${cluster}/${object.metadata.namespace}/${queue}`);
  const covered = queues.covered.get(`${cluster}/${clusterQueue}`) ?? queues.covered.get(`/${clusterQueue}`);
  if (covered === undefined) return undefined;
  for (const container of pods.flatMap(({ template }) => containersOf(template))) {
    const requested = new Set(Object.keys({ ...container.resources?.limits, ...container.resources?.requests }));
    const without = [...requested].filter((resource) => !covered.has(resource));
    if (without.length > 0) {
      const what = `container "${container.name}" requests ${without.join(', ')}, which queue "${clusterQueue}" does not cover: the job would never be admitted`;
      return { what, fix: `add a quota of ${without.join(', ')} to each flavor of "${clusterQueue}", or use another queue` };
    }
    const missing = ['cpu', 'memory'].filter((resource) => covered.has(resource) && !requested.has(resource));
    if (missing.length === 0) continue;
    const what = `container "${container.name}" requests no ${missing.join(' and no ')}, so the quota of "${clusterQueue}" does not count it`;
    return { what, fix: 'add resources.requests to the container' };
  }
  return undefined;
}

function containersOf({ spec }: PodTemplateSpec): readonly Container[] {
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
}

/** The queues of a tree, found in one walk. */
function queuesOf(root: IConstruct): Queues {
  const [local, covered, clusters] = [new Map<string, string>(), new Map<string, ReadonlySet<string>>(), new Set<string>()];
  for (const construct of root.node.findAll()) {
    if (!ApiObject.isApiObject(construct) || !construct.apiVersion.startsWith('kueue.x-k8s.io/')) continue;
    const object = construct as ApiObject;
    const cluster = clusterOf(object);
    if (object.kind === 'LocalQueue') {
      clusters.add(cluster);
      local.set(`${cluster}/${object.metadata.namespace}/${object.name}`, `${object.toJson().spec?.clusterQueue}`);
    }
    if (object.kind !== 'ClusterQueue') continue;
    const groups: readonly { readonly coveredResources: readonly string[] }[] = object.toJson().spec?.resourceGroups ?? [];
    covered.set(`${cluster}/${object.name}`, new Set(groups.flatMap((group) => group.coveredResources)));
  }
  return { local, covered, clusters };
}

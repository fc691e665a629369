import { ConfigError } from '../../base/config-error';
import { yamlDocument } from '../../manifest/yaml-text';

/** One deployment of an application: what its code says, said again for this cluster. */
export interface RayDeployment {
  /** The name of the class or function in the code. */
  readonly name: string;
  /** How many replicas: a number, or bounds between which Ray Serve moves by the requests that run. @default - what the code says */
  readonly replicas?: number | { readonly min: number; readonly max: number; readonly targetOngoingRequests: number };
  /** Requests that one replica takes at once. @default - what the code says */
  readonly maxOngoingRequests?: number;
  /** Processors of one replica. @default - what the code says */
  readonly cpus?: number;
  /** Devices of one replica, parts included: 0.5. @default - what the code says */
  readonly gpus?: number;
  /** Handed to the deployment's `reconfigure`. A change of it restarts nothing. @default - none */
  readonly userConfig?: Readonly<Record<string, unknown>>;
}

/** An application of Ray Serve. @see https://docs.ray.io/en/latest/serve/production-guide/config.html */
export interface RayApplication {
  /** The name of the application. */
  readonly name: string;
  /** Where the application is in the code: `scorer:app`. For language models `ray.serve.llm:build_openai_app`, with `args`. */
  readonly importPath: string;
  /** Requests below this path are the application's. @default '/' */
  readonly routePrefix?: string;
  /** Arguments of an application builder. @default - none */
  readonly args?: Readonly<Record<string, unknown>>;
  /** Ray's runtime environment: `{ env_vars: { … } }`. Packages belong into the image, where the digest pins them. @default - none */
  readonly runtimeEnv?: Readonly<Record<string, unknown>>;
  /** Its deployments. */
  readonly deployments?: readonly RayDeployment[];
}

const CODE = 'KubeRayService.applications';

/** The configuration of Ray Serve as the text that a RayService holds; refuses what Ray Serve would refuse. */
export function serveConfig(where: string, applications: readonly RayApplication[] | undefined): string {
  refuseBroken(where, applications ?? []);
  return yamlDocument({ applications: (applications ?? []).map(applicationConfig) });
}

function applicationConfig({ name, importPath, routePrefix = '/', args, runtimeEnv, deployments }: RayApplication) {
  return {
    name,
    import_path: importPath,
    route_prefix: routePrefix,
    ...(args === undefined ? {} : { args }),
    ...(runtimeEnv === undefined ? {} : { runtime_env: runtimeEnv }),
    ...(deployments === undefined ? {} : { deployments: deployments.map(deploymentConfig) }),
  };
}

function deploymentConfig({ name, replicas, maxOngoingRequests, cpus, gpus, userConfig }: RayDeployment) {
  const actor = { ...(cpus === undefined ? {} : { num_cpus: cpus }), ...(gpus === undefined ? {} : { num_gpus: gpus }) };
  return {
    name,
    ...replicaConfig(replicas),
    ...(maxOngoingRequests === undefined ? {} : { max_ongoing_requests: maxOngoingRequests }),
    ...(Object.keys(actor).length === 0 ? {} : { ray_actor_options: actor }),
    ...(userConfig === undefined ? {} : { user_config: userConfig }),
  };
}

function replicaConfig(replicas: RayDeployment['replicas']) {
  if (replicas === undefined) return {};
  if (typeof replicas === 'number') return { num_replicas: replicas };
  const { min, max, targetOngoingRequests } = replicas;
  return { autoscaling_config: { min_replicas: min, max_replicas: max, target_ongoing_requests: targetOngoingRequests } };
}

function refuseBroken(where: string, applications: readonly RayApplication[]): void {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError(CODE, { where, what, fix });
  };
  if (applications.length === 0) refuse('there is no application', "add applications: [{ name: 'scorer', importPath: 'scorer:app' }]");
  for (const { name, importPath, routePrefix = '/', deployments = [] } of applications) {
    if (typeof name !== 'string' || name === '') refuse('an application has no name', "add name: 'scorer'");
    if (!/^[\w.]+[:.]\w+$/.test(importPath ?? '')) {
      refuse(`${name} has the import path ${JSON.stringify(importPath)}`, "write module and variable: 'scorer:app'");
    }
    if (!/^\/([^\s{}]*[^\s{}/])?$/.test(routePrefix))
      refuse(`${name} has the route prefix ${JSON.stringify(routePrefix)}`, "write '/' or '/scorer'");
    for (const deployment of deployments) refuseBrokenDeployment(name, deployment, refuse);
    refuseTwice(
      'deployments of one application',
      deployments.map((deployment) => deployment.name),
      refuse,
    );
  }
  refuseTwice(
    'applications',
    applications.map(({ name }) => name),
    refuse,
  );
  refuseTwice(
    'route prefixes',
    applications.map(({ routePrefix = '/' }) => routePrefix),
    refuse,
  );
}

type Refuse = (what: string, fix: string) => never;

function refuseBrokenDeployment(application: string, deployment: RayDeployment, refuse: Refuse): void {
  const { name, replicas = 1, maxOngoingRequests = 1, cpus = 0, gpus = 0 } = deployment;
  const { min, max, targetOngoingRequests } =
    typeof replicas === 'number' ? { min: replicas, max: replicas, targetOngoingRequests: 1 } : replicas;
  const whole = [min, max, maxOngoingRequests].every(Number.isInteger) && min >= 0 && max >= Math.max(1, min) && maxOngoingRequests >= 1;
  const shares = [cpus, gpus].every((amount) => Number.isFinite(amount) && amount >= 0) && targetOngoingRequests > 0;
  // Ray gives parts of one device, or whole ones.
  if (whole && shares && (gpus <= 1 || Number.isInteger(gpus))) return;
  refuse(
    `deployment ${application}/${name} is ${JSON.stringify(deployment)}`,
    'use whole numbers, min not above max, and parts of a GPU below 1 only',
  );
}

function refuseTwice(title: string, names: readonly string[], refuse: Refuse): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) refuse(`two ${title} are called "${twice}"`, 'give each its own');
}

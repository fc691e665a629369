import type { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { checkName } from '../base/names';
import { sizeQuantity } from '../base/units';
import { validateProps } from '../base/validate-props';
import type { KubernetesFeature } from '../kube/kubernetes-features';
import { ENVIRONMENT_CONTEXT } from '../kube/label-context';
import { Release } from './release';

/** Devices of an environment's clusters, by resource, or by resource and product: `{ 'nvidia.com/gpu/H100': 8 }`. */
export type Capacity = Readonly<Record<string, number>>;

export interface EnvironmentProps {
  /**
   * Path of the release file, absolute or relative to the working directory: `'releases/all.yaml'`.
   *
   * @default - `releases/<id>.yaml`
   */
  readonly releaseFile?: string;
  /**
   * Prefix of all namespaces from {@link Environment.namespace}, for environments that share a cluster: `'dev-'`.
   *
   * @default - none
   */
  readonly namespacePrefix?: string;
  /**
   * The cluster of this environment: `'nonprod'`. Environments of one cluster are checked together: no object can be in two of them
   * (`Environment.cluster`).
   *
   * @default - a separate cluster with the name of the environment
   */
  readonly cluster?: string;
  /**
   * Whether images need a digest, so that what was reviewed is what runs: `'required'` refuses an image without one, `'recommended'` prints a
   * warning.
   *
   * @default 'required'
   */
  readonly pins?: 'required' | 'recommended';
  /**
   * Devices of its clusters: `{ 'nvidia.com/gpu': 8 }` (`Environment.capacity`). A rollout that would need more is planned without surge.
   *
   * @default - unknown
   */
  readonly capacity?: Capacity;
  /**
   * The oldest Kubernetes minor version of its clusters: `'1.34'` (`Environment.kubernetes`).
   *
   * Features it lacks are refused if a construct needs them; `check` and `render` report them for other objects.
   *
   * @default - unknown: not checked
   */
  readonly kubernetes?: string;
  /**
   * Maximum download from a public hub by the pods of one model server in one rollout, without a shared cache: `Size.tebibytes(1)`. Above
   * zero. A service that would download more is refused (`MLService.cache`).
   *
   * @default Size.gibibytes(500)
   */
  readonly downloadLimit?: Size;
}

/** A stage of delivery (dev, staging, prod): a directory of the output, a release file, a cluster, and the rules that apply to it. */
export class Environment extends Construct {
  /** The environment around a construct, or undefined outside every environment. */
  static of(construct: Construct): Environment | undefined {
    return construct.node.scopes.find((scope): scope is Environment => scope instanceof Environment);
  }

  /** True for an `Environment` of any copy of this library: an app may load another than the command line. */
  static is(construct: unknown): construct is Environment {
    const { name, pins, release } = (construct ?? {}) as Partial<Environment>;
    return Construct.isConstruct(construct) && typeof name === 'string' && pins !== undefined && typeof release?.path === 'string';
  }

  readonly name: string;
  readonly cluster: string;
  readonly release: Release;
  readonly pins: 'required' | 'recommended';
  readonly capacity: Capacity | undefined;
  readonly downloadLimit: Size | undefined;
  readonly kubernetes: string | undefined;
  private readonly namespacePrefix: string;

  constructor(scope: Construct, id: string, props: EnvironmentProps = {}) {
    super(scope, id);
    checkName('Environment.id', this.node.path, id);
    validateProps('Environment', this.node.path, props);
    refuseNesting(scope, this.node.path);
    refuseBrokenCapacity(this.node.path, props.capacity);
    refuseEmptyCluster(this.node.path, props.cluster);
    refuseBrokenVersion(this.node.path, props.kubernetes);
    if (props.downloadLimit !== undefined) sizeQuantity('Environment.downloadLimit', this.node.path, props.downloadLimit);
    this.name = id;
    this.node.setContext(ENVIRONMENT_CONTEXT, id);
    this.cluster = props.cluster ?? id;
    this.release = new Release(props.releaseFile ?? `releases/${id}.yaml`);
    this.pins = props.pins ?? 'required';
    this.capacity = props.capacity;
    this.downloadLimit = props.downloadLimit;
    this.kubernetes = props.kubernetes;
    this.namespacePrefix = props.namespacePrefix ?? '';
  }

  /** The namespace with this name in this environment: with the prefix `dev-`, `namespace('team-a')` is `dev-team-a`. */
  namespace(name: string): string {
    return checkName('Environment.namespace', this.node.path, `${this.namespacePrefix}${name}`);
  }
}

function refuseNesting(scope: Construct, where: string): void {
  const outer = Environment.of(scope);
  if (outer === undefined) return;
  const fix = 'make both children of the app';
  throw new ConfigError('Environment.scope', { where, what: `is inside environment "${outer.name}"`, fix });
}

function refuseEmptyCluster(where: string, cluster: string | undefined): void {
  if (cluster !== '') return;
  const fix = "name it: cluster: 'nonprod', or remove `cluster`";
  throw new ConfigError('Environment.cluster', { where, what: '`cluster` is empty', fix });
}

function refuseBrokenVersion(where: string, version: string | undefined): void {
  if (version === undefined || (typeof version === 'string' && /^1\.[0-9]{1,3}$/.test(version))) return;
  const fix = "write the minor version of the oldest cluster: kubernetes: '1.34'";
  throw new ConfigError('Environment.kubernetes', { where, what: `invalid Kubernetes version ${JSON.stringify(version)}`, fix });
}

function refuseBrokenCapacity(where: string, capacity: Capacity = {}): void {
  for (const [resource, count] of Object.entries(capacity)) {
    if (Number.isInteger(count) && count >= 0) continue;
    const fix = `use, for example, { '${resource}': 8 }`;
    throw new ConfigError('Environment.capacity', {
      where,
      what: `capacity of ${resource} must be a whole number of at least 0, got ${count}`,
      fix,
    });
  }
}

/** A feature that a construct cannot do without. */
export interface NeededFeature {
  readonly feature: KubernetesFeature;
  /** What to do on older clusters. */
  readonly instead: string;
}

/** Refuses a feature that the oldest cluster of the environment lacks, under `code`. Without a version, nothing is refused. */
export function requireKubernetes(code: string, construct: Construct, { feature, instead }: NeededFeature): void {
  const oldest = Environment.of(construct)?.kubernetes;
  if (oldest === undefined || minor(oldest) >= feature.on) return;
  throw new ConfigError(code, {
    where: construct.node.path,
    what: `Kubernetes has ${feature.title} since 1.${feature.on}, and the environment has clusters of ${oldest}`,
    fix: instead,
  });
}

function minor(version: string): number {
  return Number(version.slice('1.'.length));
}

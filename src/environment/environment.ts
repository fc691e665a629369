import type { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { checkName } from '../base/names';
import { sizeQuantity } from '../base/units';
import { validateProps } from '../base/validate-props';
import type { KubernetesFeature } from '../kube/kubernetes-features';
import { ENVIRONMENT_CONTEXT } from '../kube/label-context';
import { Release } from './release';

/** Devices that an environment's clusters have, by resource, or by resource and product: `{ 'nvidia.com/gpu/H100': 8 }`. */
export type Capacity = Readonly<Record<string, number>>;

export interface EnvironmentProps {
  /**
   * Path of the release file, relative to the working directory or absolute.
   *
   * @default - `releases/<id>.yaml`
   */
  readonly releaseFile?: string;
  /**
   * Put before every namespace that {@link Environment.namespace} gives, for environments that share a cluster.
   *
   * @default - none
   */
  readonly namespacePrefix?: string;
  /**
   * The cluster that runs this environment. Environments of one cluster are checked together: no object may exist in two of them.
   *
   * @default - a cluster of its own, called as the environment
   */
  readonly cluster?: string;
  /**
   * Whether images need a digest, so that what was reviewed is what runs.
   *
   * `required` refuses an image without one, `recommended` prints a warning.
   *
   * @default 'required'
   */
  readonly pins?: 'required' | 'recommended';
  /**
   * Devices of the clusters behind this environment. A rollout that would need more is planned without surge.
   *
   * @default - unknown
   */
  readonly capacity?: Capacity;
  /**
   * The oldest Kubernetes of its clusters, by minor version: `'1.34'`.
   *
   * What that lacks is refused where a construct cannot do without, and told of every other object by `check` and `render`.
   *
   * @default - unknown: nothing is refused or told
   */
  readonly kubernetes?: string;
  /**
   * What the pods of one model server may download from a public hub in one rollout, without a shared cache: above zero.
   *
   * A service that would download more is refused with the arithmetic (`MLService.cache`).
   *
   * @default Size.gibibytes(500)
   */
  readonly downloadLimit?: Size;
}

/** One stage of delivery (dev, staging, prod): a directory of the output, a release file, and the rules that hold there. */
export class Environment extends Construct {
  /** The environment around a construct, or undefined outside of every environment. */
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

  /** The namespace called `name` in this environment. */
  namespace(name: string): string {
    return checkName('Environment.namespace', this.node.path, `${this.namespacePrefix}${name}`);
  }
}

function refuseNesting(scope: Construct, where: string): void {
  const outer = Environment.of(scope);
  if (outer === undefined) return;
  const fix = 'make both children of the app';
  throw new ConfigError('Environment.scope', { where, what: `stands inside the environment "${outer.name}"`, fix });
}

function refuseEmptyCluster(where: string, cluster: string | undefined): void {
  if (cluster !== '') return;
  const fix = 'name it, or leave it out for a cluster of its own';
  throw new ConfigError('Environment.cluster', { where, what: 'the cluster has an empty name', fix });
}

function refuseBrokenVersion(where: string, version: string | undefined): void {
  if (version === undefined || (typeof version === 'string' && /^1\.[0-9]{1,3}$/.test(version))) return;
  const fix = "write the minor version of the oldest cluster: kubernetes: '1.34'";
  throw new ConfigError('Environment.kubernetes', { where, what: `kubernetes is ${JSON.stringify(version)}`, fix });
}

function refuseBrokenCapacity(where: string, capacity: Capacity = {}): void {
  for (const [resource, count] of Object.entries(capacity)) {
    if (Number.isInteger(count) && count >= 0) continue;
    const fix = `write a whole number of devices, for example { '${resource}': 8 }`;
    throw new ConfigError('Environment.capacity', { where, what: `capacity of ${resource} is ${count}`, fix });
  }
}

/** A feature that a construct cannot do without. */
export interface NeededFeature {
  readonly feature: KubernetesFeature;
  /** What to do on older clusters. */
  readonly instead: string;
}

/** Refuses a feature that the oldest cluster of the environment lacks, under `code`. Where nobody said how old it is, nothing is refused. */
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

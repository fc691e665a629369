import { createHash } from 'node:crypto';
import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { kubeObject } from '../../kube/kube-object';

export interface ConfigMapProps {
  /**
   * Texts by key; in a mount, the key is the file name. Up to 1 MiB in total (`ConfigMap.data`). Secrets do not belong here.
   *
   * @example { 'settings.yaml': '…' }
   */
  readonly data: Readonly<Record<string, string>>;
  /** The name, before the hash of the content: `'train-settings'`. @default - the construct's id */
  readonly name?: string;
  /**
   * Keep one name and change the content under it: `true`. Pods see the change in a mount after about a minute, in a variable never; nothing rolls.
   *
   * @default false: new content is a new ConfigMap, so workloads that use it roll out, and roll back
   */
  readonly inPlace?: boolean;
}

/**
 * Settings as variables (`Env.configMap(settings, 'key')`) or files (`Mount.configMap('/etc/app', settings)`).
 *
 * The name ends in a hash of the content, and the object is immutable: a pod always has the settings that were reviewed with it.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-immutable
 */
export class ConfigMap extends Construct {
  /** The Kubernetes name, with the hash. */
  readonly name: string;
  /** The ConfigMap. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: ConfigMapProps) {
    super(scope, id);
    const { name, data, immutable } = resolveConfigMap(this.node.path, id, props);
    this.name = name;
    const content = { data: { ...data }, ...(immutable ? { immutable } : {}) };
    this.resource = kubeObject(this, 'Resource', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...content });
  }
}

interface ResolvedConfigMap extends Pick<ConfigMapProps, 'data'> {
  readonly name: string;
  readonly immutable: boolean;
}

function resolveConfigMap(where: string, id: string, props: ConfigMapProps): ResolvedConfigMap {
  validateProps('ConfigMap', where, props);
  const { data, inPlace = false } = props;
  refuseBrokenData(where, data);
  const name = checkName('ConfigMap.name', where, props.name ?? id, DNS_SUBDOMAIN);
  return {
    data,
    immutable: !inPlace,
    name: inPlace ? name : checkName('ConfigMap.name', where, `${name}-${hashOf(data)}`, DNS_SUBDOMAIN),
  };
}

/** Eight hexadecimal digits that do not depend on the order of the keys. */
function hashOf(data: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(data).sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 8);
}

const KEY = /^(?!\.$|\.\.)[-._a-zA-Z0-9]{1,253}$/;
const MOST_BYTES = 1024 * 1024;

function refuseBrokenData(where: string, data: Readonly<Record<string, string>>): void {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError('ConfigMap.data', { where, what, fix });
  };
  for (const key of Object.keys(data)) {
    if (!KEY.test(key)) refuse(`invalid key ${JSON.stringify(key)}`, 'use letters, digits, "-", "_" and "."; it cannot begin with ".."');
  }
  const bytes = Object.entries(data).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (bytes > MOST_BYTES)
    refuse(`the content has ${bytes} bytes; the maximum is ${MOST_BYTES}`, 'move large files to the image or a volume');
}

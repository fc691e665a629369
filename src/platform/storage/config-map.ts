import { createHash } from 'node:crypto';
import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { kubeObject } from '../../kube/kube-object';

export interface ConfigMapProps {
  /**
   * Texts by key, which is the file's name in a mount. Up to 1 MiB together; secrets do not belong here (`ConfigMap.data`).
   *
   * @example { 'settings.yaml': '…' }
   */
  readonly data: Readonly<Record<string, string>>;
  /** The name, to which a hash of the content is added. @default - the construct's id */
  readonly name?: string;
  /**
   * Keeps one name and changes the content under it. Pods see a mounted change after a minute or so, a variable never; nothing rolls.
   *
   * @default false: another content is another ConfigMap, so that what refers to it rolls, and rolls back
   */
  readonly inPlace?: boolean;
}

/**
 * Settings as variables (`Env.configMap(settings, 'key')`) or files (`Mount.configMap('/etc/app', settings)`).
 *
 * The name ends in a hash of the content, and the content cannot be changed: a pod always has the settings that it was reviewed with.
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
    const where = this.node.path;
    validateProps('ConfigMap', where, props);
    refuseBrokenData(where, props.data);
    const data = { ...props.data };
    const name = checkName('ConfigMap.name', where, props.name ?? id, DNS_SUBDOMAIN);
    const fixed = props.inPlace !== true;
    this.name = checkName('ConfigMap.name', where, fixed ? `${name}-${hashOf(data)}` : name, DNS_SUBDOMAIN);
    const content = { data, ...(fixed ? { immutable: true } : {}) };
    this.resource = kubeObject(this, 'Resource', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: this.name }, ...content });
  }
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
  for (const [key, value] of Object.entries(data)) {
    if (!KEY.test(key)) refuse(`${JSON.stringify(key)} is no key`, 'use letters, digits, "-", "_" and ".", without ".." in front');
    if (typeof value !== 'string') refuse(`the value of ${key} is a ${typeof value}`, 'write it as text');
  }
  const bytes = Object.entries(data).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (bytes > MOST_BYTES) refuse(`the content has ${bytes} bytes, and 1 MiB is allowed`, 'put large files into the image or a volume');
}

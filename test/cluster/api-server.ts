import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { parse } from 'yaml';
import type { AnyObject } from '../../src/schema/validate-object';

interface KubeConfig {
  readonly clusters: readonly {
    readonly cluster: {
      readonly server: string;
      readonly 'certificate-authority'?: string;
      readonly 'certificate-authority-data'?: string;
    };
  }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string | undefined>> }[];
}

/** What a server said to one object. */
export interface Answer {
  readonly status: number;
  readonly message: string;
  /** What the server said besides, as `kubectl` would print it. */
  readonly warnings: readonly string[];
}

const APPLY = 'fieldManager=agreement&fieldValidation=Strict&force=true';

type Headers = Readonly<Record<string, string>>;

interface Exchange {
  readonly status: number;
  readonly text: string;
  readonly warnings: readonly string[];
}

/** Talks to the API server of KUBECONFIG over one agent: thousands of objects would take minutes as kubectl processes. */
export class ApiServer {
  private readonly url: URL;
  private readonly agent: Agent;
  private readonly headers: Record<string, string>;
  private readonly resources = new Map<string, Promise<ReadonlyMap<string, { plural: string; namespaced: boolean }>>>();

  constructor(path: string) {
    const { clusters, users } = parse(readFileSync(path, 'utf8')) as KubeConfig;
    const cluster = clusters[0]?.cluster;
    const user = users[0]?.user ?? {};
    if (cluster === undefined) throw new Error(`${path} names no cluster`);
    this.url = new URL(cluster.server);
    const part = (source: Readonly<Record<string, string | undefined>>, name: string): Buffer | undefined => {
      const data = source[`${name}-data`];
      if (data !== undefined) return Buffer.from(data, 'base64');
      const file = source[name];
      return file === undefined ? undefined : readFileSync(file);
    };
    this.agent = new Agent({
      keepAlive: true,
      maxSockets: 8,
      ca: part(cluster as unknown as Record<string, string>, 'certificate-authority'),
      cert: part(user, 'client-certificate'),
      key: part(user, 'client-key'),
      rejectUnauthorized: cluster['certificate-authority'] !== undefined || cluster['certificate-authority-data'] !== undefined,
    });
    this.headers = user.token === undefined ? {} : { authorization: `Bearer ${user.token}` };
  }

  /** Applies an object strictly on the server, without storing it. Undefined when the server does not know the kind. */
  async dryRun(object: AnyObject, namespace: string): Promise<Answer | undefined> {
    const path = await this.pathOf(object, namespace);
    if (path === undefined) return undefined;
    return this.send('PATCH', `${path}?dryRun=All&${APPLY}`, JSON.stringify(object), 'application/apply-patch+yaml');
  }

  /** Applies an object and stores it. */
  async apply(object: AnyObject): Promise<Answer> {
    return this.send('PATCH', `${await this.pathOf(object)}?${APPLY}`, JSON.stringify(object), 'application/apply-patch+yaml');
  }

  /** Deletes an object at once, as `kubectl delete --force` does. */
  async delete(object: AnyObject): Promise<Answer> {
    return this.send('DELETE', `${await this.pathOf(object)}?gracePeriodSeconds=0`);
  }

  /** Where an object stands; undefined when the server does not know the kind. */
  async pathOf(object: AnyObject, namespace?: string): Promise<string | undefined> {
    const { apiVersion, kind, metadata } = object as { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } };
    const resource = (await this.kinds(apiVersion)).get(kind);
    if (resource === undefined) return undefined;
    const scope = resource.namespaced ? `/namespaces/${encodeURIComponent(metadata.namespace ?? namespace ?? 'default')}` : '';
    return `${apiPath(apiVersion)}${scope}/${resource.plural}/${encodeURIComponent(metadata.name)}`;
  }

  async send(method: string, path: string, body?: string, type = 'application/json', headers: Headers = {}): Promise<Answer> {
    const { status, text, warnings } = await this.exchange(method, path, body, { ...headers, 'content-type': type });
    if (status < 300) return { status, message: '', warnings };
    try {
      return { status, message: (JSON.parse(text) as { message?: string }).message ?? text, warnings };
    } catch {
      return { status, message: text, warnings };
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private kinds(apiVersion: string) {
    let known = this.resources.get(apiVersion);
    if (known === undefined) {
      known = this.discover(apiVersion);
      this.resources.set(apiVersion, known);
    }
    return known;
  }

  private async discover(apiVersion: string) {
    const { text } = await this.exchange('GET', apiPath(apiVersion));
    const { resources = [] } = JSON.parse(text) as { resources?: { name: string; kind: string; namespaced: boolean }[] };
    const roots = resources.filter(({ name }) => !name.includes('/'));
    return new Map(roots.map(({ name, kind, namespaced }) => [kind, { plural: name, namespaced }]));
  }

  private exchange(method: string, path: string, body?: string, more: Headers = {}): Promise<Exchange> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.url;
      const headers = {
        ...this.headers,
        ...(body === undefined ? {} : { ...more, 'content-length': Buffer.byteLength(body) }),
      };
      const sent = request({ hostname, port, method, path, agent: this.agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString('utf8'),
            warnings: warningsOf(response.rawHeaders),
          }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

/** The texts of `Warning: 299 - "…"`, of which there may be several. */
function warningsOf(rawHeaders: readonly string[]): readonly string[] {
  const values = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'warning');
  return values.map((value) => value.replace(/^299 \S+ "|"$/g, '').replace(/\\(.)/g, '$1'));
}

function apiPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

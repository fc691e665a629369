import type { EnforceableRule } from '../../src/check/rule';
import { fieldsAt } from '../../src/schema/plain-access';
import type { AnyObject } from '../../src/schema/validate-object';
import { type Answer, ApiServer } from './api-server';
import { InstalledPolicies, seen } from './installed-policies';
import { breaking } from './near-rules';

/** What policies do with requests: who is looked at, which updates, and what is said. KUBECONFIG names the server. */
const NAMESPACE = 'policies-at-work';
const TRUSTED = 'system:serviceaccount:operators:ray';
const BREAKING = breaking(NAMESPACE);
const WILD = BREAKING['access.wildcard'] as AnyObject;

/** Looks at labels, and so at every update. */
const owner: EnforceableRule = {
  code: 'acme.owner',
  severity: 'error',
  title: 'an object without an owner',
  reason: 'nobody answers when it fails',
  fix: 'add the label owner',
  kinds: ['/ConfigMap'],
  *check() {},
  policy: { findings: "'owner' in object.metadata.labels ? [] : ['has no label owner']" },
};

jest.setTimeout(120_000);

let server: ApiServer;
let policies: InstalledPolicies;
const stored: AnyObject[] = [];

beforeAll(async () => {
  const path = process.env.KUBECONFIG;
  if (path === undefined) throw new Error('KUBECONFIG names no cluster');
  server = new ApiServer(path);
  const { status } = await server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  expect(status).toBeLessThan(300);
  policies = await InstalledPolicies.of(
    server,
    'work',
    {
      action: 'deny',
      rules: ['pod.image', { rule: 'pod.privileged', acceptable: false }, { rule: 'access.wildcard', action: ['warn', 'audit'] }, owner],
      namespaces: { exempt: ['default'] },
      trusted: [TRUSTED],
    },
    {
      'pod.image': workload('Deployment', LATEST),
      'pod.privileged': workload('Deployment', HOST),
      'access.wildcard': WILD,
      'acme.owner': SETTINGS,
    },
  );
});
afterAll(async () => {
  for (const object of stored) await server.delete(object);
  await policies?.remove();
  server?.close();
});

const IMAGE = `a@sha256:${'0'.repeat(64)}`;
const container = { name: 'c', image: IMAGE };
const GOOD = { containers: [container] };
const LATEST = { containers: [{ ...container, image: 'a:1' }] };
const HOST = { ...GOOD, hostNetwork: true };
const metadata = { name: 'work', namespace: NAMESPACE };
const SETTINGS = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, name: 'settings' } };
const pod = (spec: AnyObject, more: object = {}): AnyObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...metadata, ...more },
  spec,
});
function workload(kind: string, spec: AnyObject, more: object = {}): AnyObject {
  const labels = { app: 'work' };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { ...metadata, ...more },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}
const accepting = (code: string, reason: string) => ({ annotations: { [`accept.cdk8s-mlops/${code}`]: reason } });

const send = async (object: AnyObject): Promise<Answer> => {
  const answer = await server.dryRun(seen(object), NAMESPACE);
  if (answer === undefined) throw new Error(`the server does not know ${object.kind}`);
  return answer;
};

/** Sends a new object as somebody else, who may do anything. */
const sendAs = async (user: string, object: AnyObject): Promise<Answer> => {
  const path = await server.pathOf(object);
  const folder = path?.slice(0, path.lastIndexOf('/'));
  const headers = { 'impersonate-user': user, 'impersonate-group': 'system:masters' };
  return server.send('POST', `${folder}?dryRun=All`, JSON.stringify(seen(object)), 'application/json', headers);
};

const store = async (object: AnyObject) => {
  const { status, message } = await server.apply(object);
  expect([status < 300, message]).toEqual([true, '']);
  stored.push(object);
};

/** Changes what is stored, as a dry run. */
const change = async (object: AnyObject, patch: object, subresource = ''): Promise<Answer> =>
  server.send('PATCH', `${await server.pathOf(object)}${subresource}?dryRun=All`, JSON.stringify(patch), 'application/merge-patch+json');

describe('a rule that is denied', () => {
  test('refuses the workload, and says what is wrong in which container and how to fix it', async () => {
    const { status, message } = await send(workload('Deployment', LATEST));
    expect(status).toBe(422);
    expect(message).toBe(
      `deployments.apps "work" is forbidden: ValidatingAdmissionPolicy '${policies.name}.pod.image' with binding '${policies.name}.pod.image' denied request: ` +
        'container c: image a:1 has no digest; fix: pin it: <image>:<tag>@sha256:<digest> [pod.image]',
    );
  });

  test('lets through what is right', async () => {
    expect((await send(workload('Deployment', GOOD))).message).toBe('');
  });

  test('honors an acceptance with a reason', async () => {
    expect((await send(workload('Deployment', LATEST, accepting('pod.image', 'a mirror without digests')))).message).toBe('');
    expect(policies.codesOf(await send(workload('Deployment', LATEST, accepting('pod.image', ' \n'))))).toEqual(['pod.image']);
    expect(policies.codesOf(await send(workload('Deployment', LATEST, accepting('pod.token', 'no token'))))).toEqual(['pod.image']);
  });

  test('honors none where it is not acceptable', async () => {
    expect(policies.codesOf(await send(workload('Deployment', HOST, accepting('pod.privileged', 'please'))))).toEqual(['pod.privileged']);
  });

  test('leaves exempt namespaces and those of Kubernetes alone', async () => {
    for (const namespace of ['default', 'kube-system'])
      expect((await send(workload('Deployment', LATEST, { namespace }))).message).toBe('');
  });
});

test('a rule that is warned of lets the object through, in no namespace too', async () => {
  const answer = await send(WILD);
  expect(answer.message).toBe('');
  expect(policies.codesOf(answer)).toEqual(['access.wildcard']);
});

describe('who sends it', () => {
  const made = pod(LATEST, { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'work', uid: '1', controller: true }] });

  test('a pod that the controller of ReplicaSets makes is not looked at again, and nor are those of trusted users', async () => {
    for (const user of ['system:serviceaccount:kube-system:replicaset-controller', TRUSTED])
      expect((await sendAs(user, made)).message).toBe('');
  });

  test('anybody else is looked at, whatever owner the pod claims', async () => {
    for (const user of ['jane', 'system:serviceaccount:default:replicaset-controller'])
      expect(policies.codesOf(await sendAs(user, made))).toEqual(['pod.image']);
  });

  test('a ReplicaSet that the controller of Deployments makes is not looked at again', async () => {
    const set = workload('ReplicaSet', LATEST);
    expect((await sendAs('system:serviceaccount:kube-system:deployment-controller', set)).message).toBe('');
    expect(policies.codesOf(await sendAs('jane', set))).toEqual(['pod.image']);
  });
});

describe('an object that is older than the policy', () => {
  const old = workload('Deployment', LATEST);
  // Stored while no policy sees it: it has not the label.
  beforeAll(() => store(old));
  const relabeled = { metadata: labelsOf(seen(old)) };

  test('can be labeled, and not be changed without being fixed', async () => {
    expect((await change(old, relabeled)).message).toBe('');
    expect(policies.codesOf(await change(old, { ...relabeled, spec: { replicas: 2 } }))).toEqual(['pod.image']);
  });

  test('is looked at when an acceptance comes or goes', async () => {
    const blank = { metadata: { ...relabeled.metadata, ...accepting('pod.image', ' ') } };
    expect(policies.codesOf(await change(old, blank))).toEqual(['pod.image']);
  });
});

test('what is being deleted can lose its finalizer', async () => {
  const settings = { ...SETTINGS, metadata: { ...SETTINGS.metadata, name: 'going', finalizers: ['policies.example.com/last'] } };
  await store(settings);
  const touch = { metadata: { ...labelsOf(seen(settings)), annotations: { a: 'b' } } };
  expect(policies.codesOf(await change(settings, touch))).toEqual(['acme.owner']);
  await server.delete(settings);
  expect((await change(settings, { metadata: { ...labelsOf(seen(settings)), finalizers: null } })).message).toBe('');
  await server.send(
    'PATCH',
    `${await server.pathOf(settings)}`,
    JSON.stringify({ metadata: { finalizers: null } }),
    'application/merge-patch+json',
  );
});

describe('a debug container', () => {
  const live = seen(pod(GOOD, { name: 'live' }));
  beforeAll(() => store(live));
  const debug = (more: object) => ({ spec: { ephemeralContainers: [{ name: 'debug', image: 'busybox', ...more }] } });

  test('needs no digest', async () => {
    expect((await change(live, debug({}), '/ephemeralcontainers')).message).toBe('');
  });

  test('is not privileged', async () => {
    const answer = await change(live, debug({ securityContext: { privileged: true } }), '/ephemeralcontainers');
    expect(policies.codesOf(answer)).toEqual(['pod.privileged']);
    expect(answer.message).toContain('container debug is privileged');
  });
});

/** The labels of an object that the policies see. */
function labelsOf(object: AnyObject): { readonly labels: object } {
  return { labels: fieldsAt(object, 'metadata', 'labels') };
}

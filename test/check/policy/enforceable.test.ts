import { ENFORCEABLE_RULES, type EnforceableCode } from '../../../src/check/policy/enforceable';
import { matchedResources, resourceOf } from '../../../src/check/policy/policy-spec';
import { RULES } from '../../../src/check/rules/all-rules';

test('the table holds every rule that has a policy, under its code', () => {
  const enforceable = RULES.filter(({ policy }) => policy !== undefined).map(({ code }) => code);
  expect(Object.keys(ENFORCEABLE_RULES)).toEqual([...enforceable].sort());
  for (const [code, rule] of Object.entries(ENFORCEABLE_RULES)) expect(rule.code).toBe(code);
});

test('a code that no cluster can enforce does not compile', () => {
  const codes: readonly EnforceableCode[] = [
    'pod.image',
    // @ts-expect-error a cluster keeps its Secrets with their values
    'secret.plain',
    // @ts-expect-error it looks at other objects
    'reference.backend',
  ];
  expect(codes).toHaveLength(3);
});

test('a policy looks at every kind of its rule', () => {
  for (const rule of Object.values(ENFORCEABLE_RULES)) {
    const resources = matchedResources(rule).flatMap(({ apiGroups, resources = [] }) => resources.map((each) => `${apiGroups}/${each}`));
    for (const kind of rule.kinds ?? []) {
      const found = resourceOf(kind);
      expect(resources).toContain(`${kind.slice(0, kind.indexOf('/'))}/${found?.resource}`);
    }
  }
});

test('plurals are those of Kubernetes', () => {
  const kinds = ['/Pod', 'networking.k8s.io/Ingress', 'networking.k8s.io/NetworkPolicy', 'storage.k8s.io/StorageClass', '/Endpoints'];
  expect(kinds.map((kind) => resourceOf(kind)?.resource)).toEqual(['pods', 'ingresses', 'networkpolicies', 'storageclasses', 'endpoints']);
  expect(resourceOf('apps/Deployment')).toEqual({ apiVersion: 'apps/v1', resource: 'deployments' });
  expect(resourceOf('kueue.x-k8s.io/ClusterQueue')).toBeUndefined();
});

test('debug containers are looked at by the rule about privileges alone', () => {
  const withDebug = Object.values(ENFORCEABLE_RULES).filter((rule) =>
    JSON.stringify(matchedResources(rule)).includes('ephemeralcontainers'),
  );
  expect(withDebug.map(({ code }) => code)).toEqual(['pod.privileged']);
});

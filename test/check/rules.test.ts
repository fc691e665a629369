import { checkObjects } from '../../src/check/check-objects';
import type { Rule } from '../../src/check/rule';
import { RULES } from '../../src/check/rules';
import { readYamlFile } from '../../src/check/yaml-file';
import { pathText } from '../../src/schema/schema-finding';
import { Schemas } from '../../src/schema/schemas';

const schemas = new Schemas();

function found(yaml: string, rules: readonly Rule[] = []): string[] {
  const { objects, findings } = readYamlFile('a.yaml', yaml);
  return [...findings, ...checkObjects(objects, { schemas, rules })].map(({ code, path }) => `${code} ${pathText(path)}`.trim());
}

const META = 'metadata: {name: a, namespace: b}';
const DIGEST = `a:1@sha256:${'0'.repeat(64)}`;
const RESOURCES = 'resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}';

/** A container that no rule speaks of, with more fields. */
const container = (more = '') => `{name: c, image: "${DIGEST}", ${RESOURCES}${more === '' ? '' : `, ${more}`}}`;

const deployment = (pod: string, spec = '', name = 'a') => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: b}
spec:
  ${spec === '' ? 'minReadySeconds: 0' : spec}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {automountServiceAccountToken: false, ${pod}}
`;
const plain = deployment(`containers: [${container()}]`);
const ready = deployment(`containers: [${container('ports: [{name: http, containerPort: 80}], readinessProbe: {tcpSocket: {port: 80}}')}]`);
const service = (spec = 'selector: {app: a}, ports: [{name: http, port: 80, targetPort: http}]', name = 'a') =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: b}\nspec: {${spec}}\n`;
const scaler = (name: string, target: string, min = 2) =>
  `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: ${name}, namespace: b}\nspec: {minReplicas: ${min}, maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${target}}}\n`;
const ingress = (backend: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\n${META}\nspec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: ${backend}}}]}}]}\n`;
const all = (...documents: readonly string[]) => documents.join('---\n');

const POD = 'spec.template.spec';

/** YAML that a rule speaks of, with what it says; and YAML that is near it and right. */
const CASES: readonly (readonly [code: string, wrong: string, path: string, right: string])[] = [
  [
    'access.wildcard',
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\n${META}\nrules: [{apiGroups: [""], resources: ["*"], verbs: [get]}]`,
    'rules[0].resources',
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\n${META}\nrules: [{apiGroups: [""], resources: [pods], verbs: [get]}]`,
  ],
  ['api.removed', `apiVersion: batch/v1beta1\nkind: CronJob\n${META}`, 'apiVersion', plain],
  [
    'check.accept',
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b, annotations: {accept.cdk8s-mlops/pod.image: ""}}`,
    'metadata.annotations["accept.cdk8s-mlops/pod.image"]',
    `apiVersion: v1\nkind: ConfigMap\n${META}`,
  ],
  [
    'cron.schedule',
    `apiVersion: batch/v1\nkind: CronJob\n${META}\nspec: {schedule: "0 0 30 2 *", jobTemplate: {spec: {template: {spec: {automountServiceAccountToken: false, restartPolicy: Never, containers: [${container()}]}}}}}`,
    'spec.schedule',
    `apiVersion: batch/v1\nkind: CronJob\n${META}\nspec: {schedule: "0 0 28 2 *", jobTemplate: {spec: {template: {spec: {automountServiceAccountToken: false, restartPolicy: Never, containers: [${container()}]}}}}}`,
  ],
  [
    'disruption.blocks',
    all(
      deployment(`containers: [${container()}]`, 'replicas: 2'),
      `apiVersion: policy/v1\nkind: PodDisruptionBudget\n${META}\nspec: {minAvailable: 2, selector: {matchLabels: {app: a}}}`,
    ),
    'spec.minAvailable',
    all(
      deployment(`containers: [${container()}]`, 'replicas: 3'),
      `apiVersion: policy/v1\nkind: PodDisruptionBudget\n${META}\nspec: {minAvailable: 2, selector: {matchLabels: {app: a}}}`,
    ),
  ],
  ['identity.twice', all(plain, plain), 'metadata.name', plain],
  [
    'namespace.scope',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}',
    'metadata.namespace',
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}',
  ],
  [
    'network.cuts-route',
    all(
      ready,
      service(),
      ingress('{name: a, port: {number: 80}}'),
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n${META}\nspec: {podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: 9090}]}]}`,
    ),
    'spec.rules[0].http.paths[0].backend.service',
    all(
      ready,
      service(),
      ingress('{name: a, port: {number: 80}}'),
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n${META}\nspec: {podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: http}]}]}`,
    ),
  ],
  [
    'pod.host-path',
    deployment(`containers: [${container()}], volumes: [{name: v, hostPath: {path: /dev}}]`),
    `${POD}.volumes[0].hostPath`,
    deployment(`containers: [${container()}], volumes: [{name: v, emptyDir: {}}]`),
  ],
  ['pod.image', deployment(`containers: [{name: c, image: "a:1", ${RESOURCES}}]`), `${POD}.containers[0].image`, plain],
  [
    'pod.privileged',
    deployment(`containers: [${container('securityContext: {privileged: true}')}]`),
    `${POD}.containers[0].securityContext.privileged`,
    deployment(`containers: [${container('securityContext: {privileged: false}')}]`),
  ],
  ['pod.readiness', all(plain, service('selector: {app: a}, ports: [{port: 80}]')), `${POD}.containers`, all(ready, service())],
  [
    'pod.resources',
    deployment(`containers: [{name: c, image: "${DIGEST}", resources: {requests: {cpu: 1}}}]`),
    `${POD}.containers[0].resources`,
    deployment(`containers: [{name: c, image: "${DIGEST}", resources: {limits: {cpu: 1, memory: 1Gi}}}]`),
  ],
  [
    'pod.security-level',
    all(
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: b, labels: {pod-security.kubernetes.io/enforce: baseline}}\n',
      deployment(`containers: [${container('ports: [{containerPort: 80, hostPort: 80}]')}]`),
    ),
    `${POD}.containers[0].ports`,
    all('apiVersion: v1\nkind: Namespace\nmetadata: {name: b, labels: {pod-security.kubernetes.io/enforce: baseline}}\n', plain),
  ],
  [
    'pod.token',
    `apiVersion: v1\nkind: Pod\n${META}\nspec: {containers: [${container()}]}`,
    'spec.automountServiceAccountToken',
    `apiVersion: v1\nkind: Pod\n${META}\nspec: {serviceAccountName: own, containers: [${container()}]}`,
  ],
  [
    'quantity.bytes',
    deployment(`containers: [{name: c, image: "${DIGEST}", resources: {requests: {cpu: 500m, memory: 512m}, limits: {memory: 1Gi}}}]`),
    `${POD}.containers[0].resources.requests.memory`,
    deployment(`containers: [{name: c, image: "${DIGEST}", resources: {requests: {cpu: 500m, memory: 512Mi}, limits: {memory: 1Gi}}}]`),
  ],
  [
    'reference.backend',
    all(ready, service(), ingress('{name: a, port: {number: 81}}')),
    'spec.rules[0].http.paths[0].backend.service.port',
    all(ready, service(), ingress('{name: a, port: {name: http}}')),
  ],
  [
    'reference.delivery',
    all(
      `apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\n${META}\nspec: {interval: 1m, url: "https://a/b"}\n`,
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: k, namespace: b}\nspec: {interval: 1m, prune: true, sourceRef: {kind: GitRepository, name: c}}',
    ),
    'spec.sourceRef.name',
    all(
      `apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\n${META}\nspec: {interval: 1m, url: "https://a/b"}\n`,
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: k, namespace: b}\nspec: {interval: 1m, prune: true, sourceRef: {kind: GitRepository, name: a}}',
    ),
  ],
  [
    'reference.listener',
    all(
      `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n${META}\nspec: {gatewayClassName: g, listeners: [{name: https, port: 443, protocol: HTTPS}]}\n`,
      'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r, namespace: b}\nspec: {parentRefs: [{name: a, sectionName: http}]}',
    ),
    'spec.parentRefs[0].sectionName',
    all(
      `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n${META}\nspec: {gatewayClassName: g, listeners: [{name: https, port: 443, protocol: HTTPS}]}\n`,
      'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r, namespace: b}\nspec: {parentRefs: [{name: a, sectionName: https}]}',
    ),
  ],
  [
    'reference.pod',
    all(`apiVersion: v1\nkind: ConfigMap\n${META}\n`, deployment(`containers: [${container('envFrom: [{configMapRef: {name: z}}]')}]`)),
    `${POD}.containers[0].envFrom[0].configMapRef.name`,
    all(`apiVersion: v1\nkind: ConfigMap\n${META}\n`, deployment(`containers: [${container('envFrom: [{configMapRef: {name: a}}]')}]`)),
  ],
  ['reference.scale-target', all(plain, scaler('h', 'z')), 'spec.scaleTargetRef.name', all(plain, scaler('h', 'a'))],
  ['reference.service-pods', all(plain, service('selector: {app: z}, ports: [{port: 80}]')), 'spec.selector', all(ready, service())],
  [
    'reference.service-port',
    all(ready, service('selector: {app: a}, ports: [{port: 80, targetPort: web}]')),
    'spec.ports[0].targetPort',
    all(ready, service()),
  ],
  [
    'scale.replicas',
    all(deployment(`containers: [${container()}]`, 'replicas: 2'), scaler('h', 'a')),
    'spec.scaleTargetRef',
    all(plain, scaler('h', 'a')),
  ],
  ['scale.twice', all(plain, scaler('h', 'a'), scaler('i', 'a')), 'spec.scaleTargetRef', all(plain, scaler('h', 'a'))],
  [
    'secret.plain',
    `apiVersion: v1\nkind: Secret\n${META}\nstringData: {password: x}`,
    'stringData',
    `apiVersion: v1\nkind: Secret\n${META}\nstringData: {password: ""}`,
  ],
  [
    'selector.shared',
    all(
      plain,
      plain
        .replace('name: a,', 'name: x,')
        .replace('matchLabels: {app: a}', 'matchLabels: {app: a, more: x}')
        .replace('{labels: {app: a}}', '{labels: {app: a, more: x}}'),
    ),
    'spec.selector',
    plain,
  ],
];

test.each(CASES)('%s is found', (code, wrong, path) => {
  const codes = found(wrong);
  expect(codes).toContain(`${code} ${path}`);
  expect([...new Set(codes.map((each) => each.split(' ')[0]))]).toEqual([code]);
});

test.each(CASES)('%s says nothing where all is right', (_, __, ___, right) => {
  expect(found(right)).toEqual([]);
});

test.each(CASES.filter(([code]) => code !== 'check.accept'))('%s can be accepted with a reason', (code, wrong) => {
  const accepted = wrong.replace(/metadata: \{(?=name)/g, `metadata: {annotations: {accept.cdk8s-mlops/${code}: "for a reason"}, `);
  expect(found(accepted)).toEqual([]);
});

test('every rule has a case here', () => {
  expect(CASES.map(([code]) => code)).toEqual(RULES.map(({ code }) => code).sort());
});

test('codes are unique, and every rule says why and how to mend it', () => {
  expect(new Set(RULES.map(({ code }) => code)).size).toBe(RULES.length);
  for (const { reason, fix, title } of RULES) expect(reason.length > 20 && fix.length > 5 && title.length > 10).toBe(true);
});

test('a rule of a user is ten lines', () => {
  const owned: Rule = {
    code: 'acme.owner',
    severity: 'error',
    title: 'an object without an owner',
    reason: 'nobody answers when it fails',
    fix: 'add the label acme.io/owner',
    *check({ manifest }) {
      const labels = (manifest.metadata as { labels?: Record<string, string> }).labels;
      if (labels?.['acme.io/owner'] === undefined) yield { path: ['metadata', 'labels'], what: 'has no acme.io/owner' };
    },
  };
  expect(found(`apiVersion: v1\nkind: ConfigMap\n${META}`, [owned])).toEqual(['acme.owner metadata.labels']);
});

test('what the server would refuse cannot be accepted', () => {
  expect(
    found(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b, annotations: {accept.cdk8s-mlops/schema.unknown: "please"}}\nspec: {}',
    ),
  ).toEqual(['schema.unknown spec']);
});

test('pods that an operator makes are found by their templates', () => {
  const group = `apiVersion: leaderworkerset.x-k8s.io/v1\nkind: LeaderWorkerSet\n${META}\nspec: {leaderWorkerTemplate: {size: 1, workerTemplate: {metadata: {labels: {app: w}}, spec: {containers: [{name: c, image: i}]}}}}\n`;
  expect(found(all(plain, group, service('selector: {app: w}, ports: [{port: 80}]')))).toEqual([]);
});

import { pathText } from '../../src/base/value-path';
import { Schemas } from '../../src/schema/packs/known-schemas';
import { type AnyObject, validateObject } from '../../src/schema/validate-object';

const schemas = new Schemas();

function found(apiVersion: string, kind: string, rest: AnyObject): string[] {
  const object = { apiVersion, kind, metadata: { name: 'a', namespace: 'b' }, ...rest };
  return validateObject(schemas, object).findings.map(({ code, path, what }) => `${pathText(path)} ${what} [${code}]`);
}

const LABELS = { app: 'a' };
const container = (fields: object = {}) => ({ name: 'c', image: 'i', ...fields });
const pod = (containerFields: object = {}, podFields: object = {}) => ({ containers: [container(containerFields)], ...podFields });
const deployment = (podSpec: object, spec: object = {}) =>
  found('apps/v1', 'Deployment', {
    spec: { selector: { matchLabels: LABELS }, template: { metadata: { labels: LABELS }, spec: podSpec }, ...spec },
  });
const job = (podSpec: object, spec: object = {}) => found('batch/v1', 'Job', { spec: { template: { spec: podSpec }, ...spec } });
const service = (spec: object) => found('v1', 'Service', { spec });

const C = 'spec.template.spec.containers[0]';
const RULE = '[schema.rule]';

const RESOURCES = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
const policy = (spec: object = {}, rule: object = {}) =>
  found('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', {
    metadata: { name: 'a' },
    spec: { matchConstraints: { resourceRules: [{ ...RESOURCES, ...rule }] }, validations: [{ expression: 'true' }], ...spec },
  });
const binding = (spec: object) =>
  found('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', {
    metadata: { name: 'a' },
    spec: { policyName: 'a', validationActions: ['Deny'], ...spec },
  });

test.each<[string, string[], string]>([
  [
    'a selector that misses its template',
    deployment(pod(), { selector: { matchLabels: { app: 'b' } } }),
    `spec.template.metadata.labels do not fit spec.selector, so the pods would never be found ${RULE}`,
  ],
  ['an empty selector', deployment(pod(), { selector: {} }), `spec.selector is empty, and would select every pod ${RULE}`],
  [
    'a deployment that ends',
    deployment(pod({}, { restartPolicy: 'Never' })),
    `spec.template.spec.restartPolicy is Never, and Deployment keeps pods running ${RULE}`,
  ],
  [
    'an update that cannot move',
    deployment(pod(), { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } }),
    `spec.strategy.rollingUpdate.maxUnavailable is 0, and so is maxSurge: no pod could ever be replaced ${RULE}`,
  ],
  [
    'a mount of nothing',
    deployment(pod({ volumeMounts: [{ name: 'v', mountPath: '/v' }] })),
    `${C}.volumeMounts[0].name is "v", and the pod has no such volume ${RULE}`,
  ],
  [
    'a request above its limit',
    deployment(pod({ resources: { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } } })),
    `${C}.resources.requests.memory is 2Gi, more than its limit of 1Gi ${RULE}`,
  ],
  [
    'a device without a limit',
    deployment(pod({ resources: { requests: { 'nvidia.com/gpu': 1 } } })),
    `${C}.resources.requests["nvidia.com/gpu"] has no limit, and what cannot be shared needs one ${RULE}`,
  ],
  [
    'half a device',
    deployment(pod({ resources: { limits: { 'nvidia.com/gpu': '500m' } } })),
    `${C}.resources.limits["nvidia.com/gpu"] is 500m, and devices are counted whole ${RULE}`,
  ],
  [
    'a resource that does not exist',
    deployment(pod({ resources: { limits: { gpu: 1 } } })),
    `${C}.resources.limits.gpu is no resource that a container can have ${RULE}`,
  ],
  [
    'a liveness probe that wants two successes',
    deployment(pod({ livenessProbe: { tcpSocket: { port: 80 }, successThreshold: 2 } })),
    `${C}.livenessProbe.successThreshold is 2, and must be 1 ${RULE}`,
  ],
  [
    'privileged without escalation',
    deployment(pod({ securityContext: { privileged: true, allowPrivilegeEscalation: false } })),
    `${C}.securityContext.allowPrivilegeEscalation is false, and privileged is true ${RULE}`,
  ],
  [
    'two containers of one name',
    deployment({ containers: [container()], initContainers: [container()] }),
    `${C}.name is "c", the name of another container of the pod ${RULE}`,
  ],
  [
    'a toleration of everything with a value',
    deployment(pod({}, { tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] })),
    `spec.template.spec.tolerations[0].value may not stand beside operator Exists ${RULE}`,
  ],
  ['a job that never ends', job(pod()), `spec.template.spec.restartPolicy is missing, and the default (Always) would never end ${RULE}`],
  [
    'an indexed job without completions',
    job(pod({}, { restartPolicy: 'Never' }), { completionMode: 'Indexed' }),
    `spec.completions is missing, and completionMode Indexed counts with it ${RULE}`,
  ],
  ['a policy that looks at no resource', policy({ matchConstraints: {} }), `spec.matchConstraints.resourceRules is missing ${RULE}`],
  ['a policy of no version', policy({}, { apiVersions: [] }), `spec.matchConstraints.resourceRules[0].apiVersions is missing ${RULE}`],
  [
    'a policy of everything and more',
    policy({}, { resources: ['pods/*', 'pods/log'] }),
    `spec.matchConstraints.resourceRules[0].resources[1] is "pods/log", which "pods/*" covers ${RULE}`,
  ],
  ['a policy that says nothing', policy({ validations: [] }), `spec.validations is missing, and so is auditAnnotations ${RULE}`],
  [
    'a variable that CEL cannot read',
    policy({ variables: [{ name: 'a-b', expression: '1' }] }),
    `spec.variables[0].name is "a-b", which CEL does not take for a name ${RULE}`,
  ],
  [
    'two audit annotations of one key',
    policy({
      auditAnnotations: [
        { key: 'a', valueExpression: "'a'" },
        { key: 'a', valueExpression: "'b'" },
      ],
    }),
    `spec.auditAnnotations[1].key is "a", as in another item ${RULE}`,
  ],
  ['a binding of no policy', binding({ policyName: '' }), `spec.policyName is missing ${RULE}`],
  [
    'a binding that tells the same twice',
    binding({ validationActions: ['Deny', 'Warn'] }),
    `spec.validationActions has Deny and Warn, which tell the same twice ${RULE}`,
  ],
  [
    'parameters that nobody names',
    binding({ paramRef: { parameterNotFoundAction: 'Deny' } }),
    `spec.paramRef.name is missing, and so is selector ${RULE}`,
  ],
  [
    'a job whose name is too long for a label',
    found('batch/v1', 'Job', {
      metadata: { name: 'n'.repeat(64), namespace: 'b' },
      spec: { template: { spec: pod({}, { restartPolicy: 'Never' }) } },
    }),
    `metadata.name has 64 characters, and the pods carry it in a label of at most 63 ${RULE}`,
  ],
  [
    'an indexed job whose name leaves no room for the index',
    found('batch/v1', 'Job', {
      metadata: { name: 'n'.repeat(62), namespace: 'b' },
      spec: { completionMode: 'Indexed', completions: 2, template: { spec: pod({}, { restartPolicy: 'Never' }) } },
    }),
    `metadata.name makes the host name ${'n'.repeat(62)}-1, which is not a DNS label (a-z, 0-9, "-") of at most 63 characters ${RULE}`,
  ],
  [
    'a sleep beyond the time to end',
    deployment(pod({ lifecycle: { preStop: { sleep: { seconds: 31 } } } })),
    `${C}.lifecycle.preStop.sleep.seconds is 31, and must be from 0 to terminationGracePeriodSeconds (30) ${RULE}`,
  ],
  [
    'a schedule of four fields',
    found('batch/v1', 'CronJob', {
      spec: { schedule: '0 2 * *', jobTemplate: { spec: { template: { spec: pod({}, { restartPolicy: 'Never' }) } } } },
    }),
    `spec.schedule has 4 fields, and a schedule has five ${RULE}`,
  ],
  [
    'minute 60',
    found('batch/v1', 'CronJob', {
      spec: { schedule: '60 2 * * *', jobTemplate: { spec: { template: { spec: pod({}, { restartPolicy: 'Never' }) } } } },
    }),
    `spec.schedule has the minute "60", which is not understood ${RULE}`,
  ],
  [
    'two ports without names',
    service({ ports: [{ port: 80 }, { port: 81, name: 'b' }] }),
    `spec.ports[0].name is missing, and a service of several ports names each ${RULE}`,
  ],
  ['a service without ports', service({ selector: LABELS }), `spec.ports is missing ${RULE}`],
  [
    'an autoscaler with less than its least',
    found('autoscaling/v2', 'HorizontalPodAutoscaler', {
      spec: { minReplicas: 3, maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' } },
    }),
    `spec.maxReplicas is 2, less than minReplicas (3) ${RULE}`,
  ],
  [
    'a rule about nothing',
    found('rbac.authorization.k8s.io/v1', 'Role', { rules: [{ apiGroups: [''], verbs: ['get'] }] }),
    `rules[0].resources is missing ${RULE}`,
  ],
  [
    'a claim of nothing',
    found('v1', 'PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteOnce'], resources: {} } }),
    `spec.resources.requests.storage is missing ${RULE}`,
  ],
  ['a key in both halves', found('v1', 'ConfigMap', { data: { a: '' }, binaryData: { a: '' } }), `data.a stands in binaryData too ${RULE}`],
  [
    'an ingress path without slash',
    found('networking.k8s.io/v1', 'Ingress', {
      spec: {
        rules: [{ http: { paths: [{ path: 'a', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }] } }],
      },
    }),
    `spec.rules[0].http.paths[0].path is "a", and must begin with "/" ${RULE}`,
  ],
  [
    'a peer that is nobody',
    found('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, ingress: [{ from: [{}] }] } }),
    `spec.ingress[0].from[0] names no peer ${RULE}`,
  ],
  [
    'a level that is none',
    found('v1', 'Namespace', { metadata: { name: 'a', labels: { 'pod-security.kubernetes.io/enforce': 'strict' } } }),
    `metadata.labels["pod-security.kubernetes.io/enforce"] is "strict" ${RULE}`,
  ],
  [
    'a default above the greatest',
    found('v1', 'LimitRange', { spec: { limits: [{ type: 'Container', default: { cpu: 2 }, max: { cpu: 1 } }] } }),
    `spec.limits[0].default.cpu is 2, more than max (1) ${RULE}`,
  ],
])('%s', (_, findings, text) => {
  expect(findings).toEqual([text]);
});

test('policies and bindings that are right are no finding', () => {
  expect(policy()).toEqual([]);
  expect(
    policy({ matchConditions: [{ name: 'a', expression: 'true' }], variables: [{ name: 'a', expression: '1' }] }, { resources: ['*'] }),
  ).toEqual([]);
  expect(policy({}, { resources: ['*', 'pods/log'], operations: ['*'] })).toEqual([]);
  expect(binding({ paramRef: { name: 'p', parameterNotFoundAction: 'Allow' } })).toEqual([]);
});

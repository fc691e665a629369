import { all, container, DIGEST, deployment, ingress, META, POD, plain, RESOURCES, ready, scaler, service } from './rule-yaml';

/** YAML that a rule speaks of, with what it says; and YAML that is near it and right. */
export type RuleCase = readonly [code: string, wrong: string, path: string, right: string];

/** One case for each rule, and more where it has more to say. */
export const CASES: readonly RuleCase[] = [
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
    'check.accept',
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b, annotations: {accept.cdk8s-mlops/job.again: it is meant to}}`,
    'metadata.annotations["accept.cdk8s-mlops/job.again"]',
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b, annotations: {accept.cdk8s-mlops/job.reruns: it is meant to}}`,
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
  ['scale.conflict', all(plain, scaler('h', 'a'), scaler('i', 'a')), 'spec.scaleTargetRef', all(plain, scaler('h', 'a'))],
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

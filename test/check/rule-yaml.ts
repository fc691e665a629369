/** Pieces of YAML for the cases of rules. No other rule than the one of the case speaks of them. */

export const META = 'metadata: {name: a, namespace: b}';
export const DIGEST = `a:1@sha256:${'0'.repeat(64)}`;
export const RESOURCES = 'resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}';

/** A container that no rule speaks of, with more fields. */
export const container = (more = '') => `{name: c, image: "${DIGEST}", ${RESOURCES}${more === '' ? '' : `, ${more}`}}`;

export const deployment = (pod: string, spec = '', name = 'a') => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: b}
spec:
  ${spec === '' ? 'minReadySeconds: 0' : spec}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {automountServiceAccountToken: false, ${pod}}
`;
export const plain = deployment(`containers: [${container()}]`);
export const ready = deployment(
  `containers: [${container('ports: [{name: http, containerPort: 80}], readinessProbe: {tcpSocket: {port: 80}}')}]`,
);
export const service = (spec = 'selector: {app: a}, ports: [{name: http, port: 80, targetPort: http}]', name = 'a') =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: b}\nspec: {${spec}}\n`;
export const scaler = (name: string, target: string, min = 2) =>
  `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: ${name}, namespace: b}\nspec: {minReplicas: ${min}, maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${target}}}\n`;
export const ingress = (backend: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\n${META}\nspec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: ${backend}}}]}}]}\n`;
export const all = (...documents: readonly string[]) => documents.join('---\n');

/** The way to the pod of a Deployment. */
export const POD = 'spec.template.spec';

import type { Manifest } from '../../../src/manifest/manifest';
import { manifestsOf } from '../../../src/manifest/manifest-text';

/** The objects of a YAML stream, read as the command reads them. */
export function manifestsIn(text: string): Manifest[] {
  const { manifests, findings } = manifestsOf('test.yaml', text);
  expect(findings).toEqual([]);
  return manifests.map(({ manifest }) => manifest);
}

export interface IngressOptions {
  readonly host?: string;
  readonly path?: string;
  readonly pathType?: string;
  readonly service?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ingressClass?: string;
}

/** The text of an Ingress of the class `nginx` in the namespace `a`. */
export function ingress(name: string, options: IngressOptions = {}): string {
  const {
    host = 'models.example.com',
    path = '/',
    pathType = 'Prefix',
    service = 'blue',
    annotations = {},
    ingressClass = 'nginx',
  } = options;
  return `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ${name}, namespace: a, annotations: ${JSON.stringify(annotations)}}
spec:
  ingressClassName: ${ingressClass}
  rules: [{host: ${host}, http: {paths: [{path: ${path}, pathType: ${pathType}, backend: {service: {name: ${service}, port: {number: 80}}}}]}}]
`;
}

/** The text of an HTTPRoute of the Gateway `a/public`. */
export function httpRoute(name: string, rules: string, hostnames = '[models.example.com]'): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ${name}, namespace: a}
spec:
  parentRefs: [{name: public}]
  hostnames: ${hostnames}
  rules: ${rules}
`;
}

/** A Service, and a Deployment with the pods that it selects. */
export function served(name: string, options: { readonly targetPort?: string | number; readonly podLabel?: string } = {}): string {
  const { targetPort = 'http', podLabel = name } = options;
  return `---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: a}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 80, targetPort: ${targetPort}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: a}
spec: {replicas: 1, template: {metadata: {labels: {app: ${podLabel}}}, spec: {containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}}}
`;
}

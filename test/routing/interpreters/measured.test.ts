import { gatewayApiShares } from '../../../src/routing/interpreters/gateway-api-interpreter';
import { haproxyIngressShares } from '../../../src/routing/interpreters/haproxy-ingress-interpreter';
import { nginxCopies, nginxShares } from '../../../src/routing/interpreters/nginx-interpreter';
import type { Shares } from '../../../src/routing/interpreters/shares';
import { traefikCopies, traefikShares } from '../../../src/routing/interpreters/traefik-interpreter';
import { fromYaml } from './yaml';

// One test a row of what was measured on real routers with echo servers behind them, from YAML text.

const request = { host: 'models.example.com', path: '/' };
const blue: Shares = { 'a/blue:80': 100 };
const green: Shares = { 'a/green:80': 100 };
const tenth = (percent: number): Shares => ({ 'a/blue:80': 100 - percent, 'a/green:80': percent });
const boundToBlue = { ...request, boundTo: 'a/blue:80' };
const boundToGreen = { ...request, boundTo: 'a/green:80' };

describe('HTTPRoute on Traefik', () => {
  const route = (rules: string): ReturnType<typeof fromYaml> =>
    fromYaml(`
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: scoring, namespace: a}
spec:
  hostnames: [models.example.com]
  rules: ${rules}
`);

  test.each([
    [90, 10, tenth(10)],
    [100, 0, blue],
  ])('weights %i/%i are exact', (left, right, shares) => {
    const objects = route(`[{backendRefs: [{name: blue, port: 80, weight: ${left}}, {name: green, port: 80, weight: ${right}}]}]`);
    expect(gatewayApiShares(objects, request)).toEqual(shares);
  });

  test('weight 9 and one omitted is 90/10: omitted counts 1, not the rest', () => {
    const objects = route('[{backendRefs: [{name: blue, port: 80, weight: 9}, {name: green, port: 80}]}]');
    expect(gatewayApiShares(objects, request)).toEqual(tenth(10));
  });

  test('a header rule to green: with the header all green, without all blue', () => {
    const objects = route(`
    - matches: [{headers: [{name: x-color, value: green}]}]
      backendRefs: [{name: green, port: 80}]
    - backendRefs: [{name: blue, port: 80}]`);
    expect(gatewayApiShares(objects, { ...request, headers: { 'x-color': 'green' } })).toEqual(green);
    expect(gatewayApiShares(objects, request)).toEqual(blue);
  });

  test('RequestMirror: every request of the rule answers 500', () => {
    const objects = route(
      '[{filters: [{type: RequestMirror, requestMirror: {backendRef: {name: green, port: 80}}}], backendRefs: [{name: blue, port: 80}]}]',
    );
    expect(gatewayApiShares(objects, request, { mirrors: false })).toEqual({ 'HTTP 500': 100 });
  });
});

describe('TraefikService', () => {
  const service = (spec: string): ReturnType<typeof fromYaml> =>
    fromYaml(`
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: scoring, namespace: a}
spec:
  routes:
    - match: Host(\`models.example.com\`)
      kind: Rule
      services: [{kind: TraefikService, name: scoring}]
---
apiVersion: traefik.io/v1alpha1
kind: TraefikService
metadata: {name: scoring, namespace: a}
spec: ${spec}
`);
  const sticky = (left: number, right: number): ReturnType<typeof fromYaml> =>
    service(`
  weighted:
    sticky: {cookie: {name: ml}}
    services:
      - {name: blue, port: 80, weight: ${left}, sticky: {cookie: {name: ml-pod}}}
      - {name: green, port: 80, weight: ${right}, sticky: {cookie: {name: ml-pod}}}`);

  test.each([25, 100])('mirroring %i %%: exact copies, answers untouched', (percent) => {
    const objects = service(`{mirroring: {name: blue, port: 80, mirrors: [{name: green, port: 80, percent: ${percent}}]}}`);
    expect(traefikShares(objects, request)).toEqual(blue);
    expect(traefikCopies(objects, request)).toEqual({ 'a/green:80': percent });
  });

  test('weighted and sticky, the live color to 0: bound users move at once, and roll back likewise', () => {
    expect(traefikShares(sticky(0, 100), boundToBlue)).toEqual(green);
    expect(traefikShares(sticky(100, 0), boundToGreen)).toEqual(blue);
  });

  test('and when the live color is removed', () => {
    const removed = service('{weighted: {sticky: {cookie: {name: ml}}, services: [{name: green, port: 80, weight: 100}]}}');
    expect(traefikShares(removed, boundToBlue)).toEqual(green);
  });

  test('the same to 1/99: bound users stay, only new users move', () => {
    expect(traefikShares(sticky(1, 99), boundToBlue)).toEqual(blue);
    expect(traefikShares(sticky(1, 99), request)).toEqual(tenth(99));
  });
});

describe('Ingress on ingress-nginx, and on the provider of Traefik that imitates it', () => {
  const ingress = (name: string, service: string, annotations: string): string => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: a
  annotations: {${annotations}}
spec:
  ingressClassName: nginx
  rules:
    - host: models.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: ${service}, port: {number: 80}}}}]}
`;
  const KEY = 'nginx.ingress.kubernetes.io';
  const pair = (primary: string, canary: string): ReturnType<typeof fromYaml> =>
    fromYaml([ingress('primary', 'blue', primary), ingress('canary', 'green', `${KEY}/canary: "true", ${canary}`)].join('---'));
  const AFFINITY = `${KEY}/affinity: cookie`;
  const LEGACY = `${KEY}/affinity-canary-behavior: legacy`;
  const weight = (percent: number): string => `${KEY}/canary-weight: "${percent}"`;
  const TRAEFIK = { imitation: 'traefik' } as const;

  test.each([{}, TRAEFIK])('canary-weight 20: 20 %% (%j)', (facts) => {
    expect(nginxShares(pair('', weight(20)), request, facts)).toEqual(tenth(20));
  });

  test.each([{}, TRAEFIK])('weight 5 with weight-total 10: 5 %% (%j)', (facts) => {
    expect(nginxShares(pair('', `${weight(5)}, ${KEY}/canary-weight-total: "10"`), request, facts)).toEqual(tenth(5));
  });

  test('weight 50 of 1000: 5 %', () => {
    expect(nginxShares(pair('', `${weight(50)}, ${KEY}/canary-weight-total: "1000"`), request)).toEqual(tenth(5));
  });

  test.each<[string, object, Shares]>([
    [`${KEY}/canary-by-header: x-canary`, { headers: { 'x-canary': 'always' } }, green],
    [`${KEY}/canary-by-header: x-canary`, { headers: { 'x-canary': 'never' } }, blue],
    [`${KEY}/canary-by-header: x-canary`, { headers: { 'x-canary': 'green' } }, tenth(20)],
    [`${KEY}/canary-by-header: x, ${KEY}/canary-by-header-value: beta`, { headers: { x: 'beta' } }, green],
    [`${KEY}/canary-by-header: x, ${KEY}/canary-by-header-value: beta`, { headers: { x: 'gamma' } }, tenth(20)],
    [`${KEY}/canary-by-cookie: c`, { cookies: { c: 'always' } }, green],
    [`${KEY}/canary-by-cookie: c`, { cookies: { c: 'never' } }, blue],
    [`${KEY}/canary-by-cookie: c`, { cookies: { c: 'green' } }, tenth(20)],
  ])('canary by %s with %j: as documented; any other value has no effect', (mark, marked, shares) => {
    for (const facts of [{}, TRAEFIK])
      expect(nginxShares(pair('', `${weight(20)}, ${mark}`), { ...request, ...marked }, facts)).toEqual(shares);
  });

  test('affinity cookie, canary-weight 20 to 100: bound users stay on blue, new users green', () => {
    expect(nginxShares(pair(AFFINITY, weight(100)), boundToBlue)).toEqual(blue);
    expect(nginxShares(pair(AFFINITY, weight(100)), request)).toEqual(green);
  });

  test('affinity cookie, canary-weight 20 to 0: users bound to green stay on green', () => {
    expect(nginxShares(pair(AFFINITY, weight(0)), boundToGreen)).toEqual(green);
  });

  test('both of these on the imitation of Traefik: users move', () => {
    expect(nginxShares(pair(AFFINITY, weight(100)), boundToBlue, TRAEFIK)).toEqual(green);
    expect(nginxShares(pair(AFFINITY, weight(0)), boundToGreen, TRAEFIK)).toEqual(blue);
    expect(nginxShares(pair(AFFINITY, weight(20)), boundToGreen, TRAEFIK)).toEqual(green);
  });

  test('the Service of the primary to green, canary removed: everyone on green', () => {
    const switched = fromYaml(ingress('primary', 'green', AFFINITY));
    for (const one of [request, boundToBlue, boundToGreen]) expect(nginxShares(switched, one)).toEqual(green);
  });

  test('affinity-canary-behavior legacy on the primary: no effect', () => {
    expect(nginxShares(pair(`${AFFINITY}, ${LEGACY}`, weight(20)), boundToGreen)).toEqual(green);
  });

  test('on the canary Ingress shares drift: users of green are asked again with every request, users of blue stay', () => {
    const drifting = pair(AFFINITY, `${weight(20)}, ${LEGACY}`);
    expect(nginxShares(drifting, boundToBlue)).toEqual(blue);
    expect(nginxShares(drifting, boundToGreen)).toEqual(tenth(20));
  });

  test('mirror-target: copies of every request on ingress-nginx, none on the imitation of Traefik', () => {
    const mirrored = pair(`${KEY}/mirror-target: "http://green.a.svc.cluster.local:80$request_uri"`, weight(0));
    expect(nginxCopies(mirrored, request)).toEqual(green);
    expect(nginxCopies(mirrored, request, TRAEFIK)).toEqual({});
    expect(nginxShares(mirrored, request)).toEqual(blue);
  });
});

describe('haproxy-ingress', () => {
  const KEY = 'haproxy-ingress.github.io';
  const objects = (annotations: string, bluePods = 3, greenPods = 3): ReturnType<typeof fromYaml> =>
    fromYaml(`
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: scoring, namespace: a, annotations: {${annotations}}}
spec:
  rules:
    - host: models.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: scorer, port: {number: 80}}}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: blue, namespace: a}
spec: {replicas: ${bluePods}, template: {metadata: {labels: {app: scorer, group: blue}}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: green, namespace: a}
spec: {replicas: ${greenPods}, template: {metadata: {labels: {app: scorer, group: green}}}}
`);
  const balance = (left: number, right: number, mode = 'deploy'): string =>
    `${KEY}/blue-green-balance: "group=blue=${left},group=green=${right}", ${KEY}/blue-green-mode: ${mode}`;
  const group = (color: string): string => `a/scorer:80[group=${color}]`;

  test.each([
    [3, 3],
    [4, 1],
  ])('balance 90/10 in mode deploy, %i and %i pods: pod counts do not matter', (left, right) => {
    expect(haproxyIngressShares(objects(balance(90, 10), left, right), request)).toEqual({ [group('blue')]: 90, [group('green')]: 10 });
  });

  test('the same in mode pod, 4 and 1 pods: 97/3, because each pod is weighted', () => {
    const shares = haproxyIngressShares(objects(balance(90, 10, 'pod'), 4, 1), request);
    expect(Math.round(shares[group('blue')] ?? 0)).toBe(97);
    expect(Math.round(shares[group('green')] ?? 0)).toBe(3);
  });

  test.each([
    [`${KEY}/blue-green-header: "x-color:group"`, { headers: { 'x-color': 'green' } }],
    [`${KEY}/blue-green-cookie: "color:group"`, { cookies: { color: 'green' } }],
  ])('%s at weight 0: all to the asked color', (mark, marked) => {
    expect(haproxyIngressShares(objects(`${balance(100, 0)}, ${mark}`), { ...request, ...marked })).toEqual({ [group('green')]: 100 });
  });

  test('affinity cookie, then blue 0 and green 100: bound users stay on blue, new users green', () => {
    const switched = objects(`${balance(0, 100)}, ${KEY}/affinity: cookie`);
    expect(haproxyIngressShares(switched, { ...request, boundTo: group('blue') })).toEqual({ [group('blue')]: 100 });
    expect(haproxyIngressShares(switched, request)).toEqual({ [group('green')]: 100 });
  });
});

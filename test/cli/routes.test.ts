import { type CliResult, cliAndProject } from '../support/cli';

const { cli, project } = cliAndProject();

function routes(files: Readonly<Record<string, string>>, ...args: readonly string[]): CliResult {
  project.reset(files);
  return project.run(process.execPath, [cli.file, 'routes', ...args]);
}

const ROUTE = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: scoring, namespace: team-a}
spec:
  parentRefs: [{name: public, namespace: gateways}]
  hostnames: [models.example.com]
  rules:
    - matches: [{headers: [{name: x-color, value: green}]}]
      backendRefs: [{name: green, port: 80}]
    - backendRefs: [{name: blue, port: 80, weight: 90}, {name: green, port: 80, weight: 10}]
`;
const INGRESS = `# made by hand
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: old
  namespace: team-a
  annotations: {nginx.ingress.kubernetes.io/canary: "true", nginx.ingress.kubernetes.io/canary-weight: "5", nginx.ingress.kubernetes.io/canary-weight-total: "10"}
spec:
  ingressClassName: nginx
  rules: [{host: old.example.com, http: {paths: [{path: /v1, pathType: Exact, backend: {service: {name: green, port: {number: 80}}}}]}}]
`;

test('prints the table, and the traps with file and line', () => {
  expect(routes({ 'out/route.yaml': ROUTE, 'out/old.yaml': INGRESS }, 'out')).toEqual({
    code: 0,
    err: '',
    out: `warning  out/old.yaml:2: Ingress team-a/old: canary-weight-total is 10, and totals below 100 count as 100
  fix: remove it, and write the weight in percent [routes.weight-total]
warning  out/old.yaml:2: Ingress team-a/old: no other Ingress has old.example.com/v1 (Exact), so this canary is dropped
  fix: give both the same host, path and path type [routes.canary-alone]
HOST                PATH         ROUTER                       GOES TO
models.example.com  /            Gateway API gateways/public  team-a/blue:80 90 %, team-a/green:80 10 %
                                   header x-color: green      team-a/green:80 100 %
old.example.com     /v1 (exact)  nginx nginx                  HTTP 404 100 %
`,
  });
});

test('--json prints the same for machines', () => {
  const { code, out } = routes({ 'out/route.yaml': ROUTE, 'out/old.yaml': INGRESS }, 'out', '--json');
  const data = JSON.parse(out);
  expect(code).toBe(0);
  expect(data).toMatchObject({ command: 'routes', ok: true, problems: [] });
  expect(data.routes[0]).toEqual({
    host: 'models.example.com',
    path: '/',
    pathType: 'Prefix',
    router: 'Gateway API',
    entrance: 'gateways/public',
    shares: { 'team-a/blue:80': 90, 'team-a/green:80': 10 },
    previews: [{ mark: 'header x-color: green', shares: { 'team-a/green:80': 100 } }],
    copies: {},
    objects: [{ object: 'HTTPRoute team-a/scoring', where: 'out/route.yaml:1' }],
  });
  expect(data.warnings.map(({ code: trap, where }: { code: string; where: string }) => [trap, where])).toEqual([
    ['routes.weight-total', 'out/old.yaml:2'],
    ['routes.canary-alone', 'out/old.yaml:2'],
  ]);
});

test('a file that cannot be read is an error with its line; the others are read', () => {
  const { code, out } = routes(
    { 'out/a.yaml': `${ROUTE}---\na: [1\nb: 2\n`, 'out/b.yaml': ROUTE.replace('rules:', 'rules: 7\n  was:') },
    'out',
  );
  expect(code).toBe(1);
  expect(out).toContain('error  out/a.yaml:13: ');
  expect(out).toMatch(/^error {2}out\/b\.yaml:1: HTTPRoute "scoring": spec\.rules (is|must) .*$/m);
  expect(out).toContain('models.example.com  /     Gateway API gateways/public  team-a/blue:80 90 %');
});

test('of many errors the first ones are printed', () => {
  const broken = Object.fromEntries(Array.from({ length: 30 }, (_, number) => [`out/${number}.yaml`, 'a: *gone\n']));
  const { out } = routes(broken, 'out');
  expect(out.split('\n').filter((line) => line.startsWith('error'))).toHaveLength(20);
  expect(out).toContain('… 10 more: 10 yaml.syntax; --json lists all\n');
  expect(JSON.parse(project.run(process.execPath, [cli.file, 'routes', 'out', '--json']).out).problems).toHaveLength(30);
});

test('a directory without routes says so; one that is not there is wrong use', () => {
  expect(routes({ 'out/a.yaml': 'a: 1\n' }, 'out').out).toContain('no routes');
  expect(routes({}, 'gone')).toMatchObject({ code: 2, err: expect.stringContaining('[cli.path]') });
});

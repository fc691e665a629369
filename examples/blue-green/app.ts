import { join } from 'node:path';
import { Chart, Size } from 'cdk8s';
import { BlueGreenRoute, Cpu, Environment, GitOpsApp, MLService, Model, Preview, Runtime, TeamNamespace, Via } from 'cdk8s-mlops';
import * as kplus from 'cdk8s-plus-27';

/**
 * Two versions of a model behind one host name, and a switch between them: the program of a well-known article on blue-green releases of
 * models, twice. Once as one writes it today, and once with the parts that the article has, two Services and one Ingress.
 */
export function blueGreen(): GitOpsApp {
  const app = new GitOpsApp({ outdir: 'dist/blue-green' });
  const prod = new Environment(app, 'prod', { releaseFile: join(__dirname, 'releases/prod.yaml') });
  // The article's own servers say nothing of their rights, so the level that every pod of ours meets would refuse them.
  new TeamNamespace(new Chart(prod, 'namespace'), 'models', { podSecurity: { enforce: 'baseline' } });
  const { blue, green } = colors(prod);
  route(prod, blue, green);
  articlesOwnParts(prod);
  return app;
}

/** The servers, which the article leaves out: without them a switch may lead to a color that does not run. */
function colors(prod: Environment): Record<'blue' | 'green', MLService> {
  const chart = new Chart(prod, 'colors', { namespace: 'models' });
  const [blue, green] = (['blue', 'green'] as const).map(
    (color) =>
      new MLService(chart, `classifier-${color}`, {
        app: 'classifier',
        model: Model.bakedIn('/models/classifier'),
        runtime: Runtime.custom({ image: prod.release.image(`classifier-${color}`), port: 8080, healthPath: '/healthz' }),
        replicas: 2,
        cpu: Cpu.cores(1),
        memory: Size.gibibytes(2),
      }),
  ) as [MLService, MLService];
  return { blue, green };
}

/** The one object that a switch changes, by one word in releases/prod.yaml. */
function route(prod: Environment, blue: MLService, green: MLService): void {
  new BlueGreenRoute(new Chart(prod, 'route', { namespace: 'models' }), 'classifier', {
    hostname: 'mlmodels.example.com',
    blue,
    green,
    release: prod.release.route('classifier'),
    preview: Preview.header('x-color'),
    via: Via.gatewayApi({ gateway: { name: 'public', namespace: 'gateways' } }),
  });
}

/**
 * The article's objects: Services of cdk8s-plus-27 as colors, and ingress-nginx as the router. The retired controller gives a warning.
 *
 * The Deployments are ours: a route whose Services select no pods is refused.
 */
function articlesOwnParts(prod: Environment): void {
  const chart = new Chart(prod, 'article', { namespace: 'models' });
  const [blue, green] = (['blue', 'green'] as const).map((color) => {
    const labels = { app: 'ml-model', version: color };
    articleServer(chart, color, labels, prod.release.image(`classifier-${color}`));
    const service = new kplus.Service(chart, color, { metadata: { name: `ml-model-${color}` }, ports: [{ port: 80, targetPort: 8080 }] });
    for (const [key, value] of Object.entries(labels)) service.selectLabel(key, value);
    return service;
  }) as [kplus.Service, kplus.Service];
  new BlueGreenRoute(chart, 'ml-model', {
    hostname: 'article.example.com',
    blue,
    green,
    live: 'blue',
    via: Via.nginx({ ingressClass: 'nginx' }),
  });
}

function articleServer(chart: Chart, color: string, labels: Record<string, string>, image: string): void {
  const deployment = new kplus.Deployment(chart, `${color}-server`, {
    metadata: { name: `ml-model-${color}` },
    podMetadata: { labels },
    select: false,
    securityContext: { user: 1000, group: 1000 },
    containers: [
      {
        image,
        portNumber: 8080,
        readiness: kplus.Probe.fromHttpGet('/healthz'),
        resources: { cpu: { request: kplus.Cpu.units(1) }, memory: { request: Size.gibibytes(2), limit: Size.gibibytes(2) } },
      },
    ],
  });
  deployment.select(kplus.LabelSelector.of({ labels }));
}

import { join } from 'node:path';
import { Chart, Size } from 'cdk8s';
import { BlueGreenRoute, Cpu, Environment, GitOpsApp, MLService, Model, Runtime, TeamNamespace, Via } from 'cdk8s-mlops';

/**
 * One blue-green route on six routers. Each directory of `dist/routers/prod` holds what one of them reads; only `via` differs between them.
 *
 * A cluster has one of the six. Here they stand side by side, under names of their own, to be compared.
 */
export function routers(): GitOpsApp {
  const app = new GitOpsApp({ outdir: 'dist/routers' });
  const prod = new Environment(app, 'prod', { releaseFile: join(__dirname, 'releases/prod.yaml') });
  new TeamNamespace(new Chart(prod, 'namespace'), 'models');
  const colors = classifiers(prod);
  for (const [router, via] of Object.entries(VIAS)) {
    const chart = new Chart(prod, router, { namespace: 'models' });
    new BlueGreenRoute(chart, `classifier-${router}`, {
      hostname: 'mlmodels.example.com',
      ...colors,
      release: prod.release.route('classifier'),
      via,
    });
  }
  return app;
}

/** The pods of both colors, for the routers that tell them apart by a label. */
const pods = { selector: { 'app.kubernetes.io/name': 'classifier' }, port: 'http' };

const VIAS = {
  'gateway-api': Via.gatewayApi({ gateway: { name: 'public', namespace: 'gateways' } }),
  'haproxy-ingress': Via.haproxyIngress({ ingressClass: 'haproxy', pods }),
  'haproxy-tech': Via.haproxyTech({ ingressClass: 'haproxy-tech', pods }),
  istio: Via.istio({ gateways: ['gateways/public'] }),
  nginx: Via.nginx({ ingressClass: 'nginx' }),
  traefik: Via.traefik({ entryPoints: ['web'] }),
};

function classifiers(prod: Environment): Record<'blue' | 'green', MLService> {
  const chart = new Chart(prod, 'colors', { namespace: 'models' });
  const [blue, green] = (['blue', 'green'] as const).map(
    (color) =>
      new MLService(chart, `classifier-${color}`, {
        app: 'classifier',
        podLabels: { color },
        model: Model.bakedIn('/models/classifier'),
        runtime: Runtime.custom({ image: prod.release.image(`classifier-${color}`), port: 8080, healthPath: '/healthz' }),
        replicas: 2,
        cpu: Cpu.cores(1),
        memory: Size.gibibytes(2),
      }),
  ) as [MLService, MLService];
  return { blue, green };
}

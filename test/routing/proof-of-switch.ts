import { type Chart, Duration, Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { Gpu } from '../../src/kube/devices/accelerator';
import type { Manifest } from '../../src/manifest/manifest';
import { type RouteState, switchProof } from '../../src/routing/proof/switch-proof';
import { BlueGreenRoute } from '../../src/routing/route/blue-green-route';
import { Preview } from '../../src/routing/route/route-preview';
import { Via } from '../../src/routing/routers/via';
import { MLService } from '../../src/serving/ml-service';
import { Model } from '../../src/serving/model/model';
import { Startup } from '../../src/serving/rollout/rollout';
import { Runtime } from '../../src/serving/runtime/runtime';
import { renderedManifests } from '../support/rendered';

const image = `ghcr.io/acme/scorer:1.4@sha256:${'5'.repeat(64)}`;

/** A route with its colors, each of two pods with a device. */
export function stateWith(live: 'blue' | 'green', more: object = {}): RouteState {
  let route: BlueGreenRoute | undefined;
  const manifests = renderedManifests((chart: Chart) => {
    const [blue, green] = ['blue', 'green'].map(
      (color) =>
        new MLService(chart, `scorer-${color}`, {
          model: Model.bakedIn('/models/scorer'),
          runtime: Runtime.custom({ image, port: 8080, healthPath: '/healthz' }),
          cpu: Cpu.cores(1),
          memory: Size.gibibytes(1),
          accelerator: Gpu.nvidia(1),
          startup: Startup.within(Duration.minutes(5)),
          replicas: 2,
        }),
    ) as [MLService, MLService];
    const via = Via.gatewayApi({ gateway: { name: 'public', namespace: 'gateways' } });
    route = new BlueGreenRoute(chart, 'scoring', {
      hostname: 'models.example.com',
      blue,
      green,
      live,
      preview: Preview.header('x-color'),
      via,
      ...more,
    });
  });
  return { route: route as BlueGreenRoute, namespace: 'team-a', manifests };
}

/** What changes between two states of it. */
export function proofBetween(before: RouteState, after: RouteState): ReturnType<typeof switchProof> {
  const at = (manifests: readonly Manifest[]): ReadonlyMap<string, readonly Manifest[]> => new Map([['dist/prod/scoring', manifests]]);
  return switchProof(at(before.manifests), at(after.manifests), [[before, after]]);
}

/** The proof of a switch as text. */
export function proofOfSwitch(): string {
  return JSON.stringify(proofBetween(stateWith('blue'), stateWith('green')), null, 2);
}

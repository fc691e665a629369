import { type App, Size } from 'cdk8s';
import { Environment } from '../../src/environment/environment';
import { warningsOf } from '../../src/kube/construct-findings';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Cache, Model } from '../../src/serving/model/model';
import { Scale } from '../../src/serving/scale/replicas';
import { COMMIT, gpu, refusal, serve, TOOL_IMAGE } from './serving-props';

const prod = (app: App) => new Environment(app, 'prod');
const small = (app: App) => new Environment(app, 'prod', { downloadLimit: Size.gibibytes(31) });
const codes = (change: object) => warningsOf(serve({ ...gpu, ...change } as MLServiceProps, 'llama', prod).service).map(({ what }) => what);

test('more than the environment allows is refused, with the arithmetic', () => {
  expect(() => serve({ ...gpu, replicas: 32 }, 'llama', prod)).toThrow(
    'every pod downloads the model from the hub: 32 pods × 16Gi = 512Gi a rollout; the environment allows 500Gi',
  );
  expect(refusal(gpu, { replicas: 31 }, prod)).toBe('accepted');
  expect(refusal(gpu, { replicas: 2 }, small)).toBe('MLService.cache');
  expect(refusal(gpu, { replicas: Scale.hpa({ min: 1, max: 2, cpuUtilization: 70 }) }, small)).toBe('MLService.cache');
  expect(refusal(gpu, { replicas: 2, cache: Cache.perPod() }, small)).toBe('MLService.cache');
});

test('less is a warning, unless a cache of each pod was asked for', () => {
  expect(codes({ replicas: 2 })).toEqual(['every pod downloads the model from the hub: 2 pods × 16Gi = 32Gi a rollout']);
  expect(codes({ replicas: 2, cache: Cache.perPod() })).toEqual([]);
});

test.each<[string, object]>([
  ['one pod', { replicas: 1 }],
  ['a shared cache', { replicas: 40, cache: Cache.sharedPvc({ claim: 'models' }) }],
  ["a bucket of one's own", { replicas: 40, model: Model.s3(`s3://models/${COMMIT}`), download: { image: TOOL_IMAGE } }],
  ['an image', { replicas: 40, model: Model.ociImage(`ghcr.io/acme/llama@sha256:${'1'.repeat(64)}`) }],
])('%s is no storm', (_, change) => expect(codes(change)).toEqual([]));

test('a limit of nothing is refused', () => {
  expect(() => serve(gpu, 'llama', (app) => new Environment(app, 'prod', { downloadLimit: Size.gibibytes(0) }))).toThrow(
    '[Environment.downloadLimit]',
  );
});

import { Duration, Size } from 'cdk8s';
import { Gpu } from '../../src/kube/devices/accelerator';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Cache, Model } from '../../src/serving/model/model';
import { Startup } from '../../src/serving/rollout/rollout';
import { Runtime } from '../../src/serving/runtime/runtime';
import { Scale } from '../../src/serving/scale/replicas';
import { COMMIT, cpu, gpu, SCORER_IMAGE, TOOL_IMAGE, TRITON_IMAGE } from './serving-props';

// The type check of the tests is what judges these lines: an error that is expected and does not come fails it.
const accept = (_: MLServiceProps) => undefined;
const withoutDevices = { model: gpu.model, modelSize: gpu.modelSize, runtime: gpu.runtime, cpu: gpu.cpu, memory: gpu.memory };

test('combinations that mean something compile', () => {
  accept(gpu);
  accept(cpu);
  accept(withoutDevices);
  accept({ ...gpu, cache: Cache.sharedPvc({ claim: { name: 'models' } }) });
  accept({ ...gpu, runtime: Runtime.triton({ image: TRITON_IMAGE }), download: { image: TOOL_IMAGE } });
  accept({ ...gpu, model: Model.gcs('gs://bucket/model'), download: { image: TOOL_IMAGE } });
  accept({ ...cpu, cache: Cache.none(), replicas: Scale.hpa({ min: 1, max: 3, podsMetric: { name: 'waiting', average: 4 } }) });
  accept({ ...cpu, runtime: Runtime.custom({ image: SCORER_IMAGE, port: 80, readinessPath: '/ready', livenessPath: '/live' }) });
});

test('combinations that mean nothing do not compile', () => {
  // @ts-expect-error a start on an accelerator needs a budget
  accept({ ...withoutDevices, accelerator: Gpu.nvidia(1) });
  // @ts-expect-error nobody knows how large the download is
  accept({ ...gpu, modelSize: undefined });
  // @ts-expect-error a download has to be kept somewhere
  accept({ ...gpu, cache: Cache.none() });
  // @ts-expect-error Triton fetches nothing from the hub, and no download is given
  accept({ ...gpu, runtime: Runtime.triton({ image: TRITON_IMAGE }) });
  // @ts-expect-error vLLM fetches nothing from a bucket, and no download is given
  accept({ ...gpu, model: Model.s3('s3://bucket/model') });
  // @ts-expect-error nothing is downloaded, so there is nothing to cache
  accept({ ...cpu, cache: Cache.perPod() });
  // @ts-expect-error nothing is downloaded, so no size can matter
  accept({ ...cpu, modelSize: Size.gibibytes(1) });
  // @ts-expect-error nothing is downloaded
  accept({ ...cpu, download: { image: TOOL_IMAGE } });
  // @ts-expect-error a number is no duration
  accept({ ...cpu, drain: 45 });
  // @ts-expect-error a runtime of a later release
  accept({ ...cpu, runtime: { kind: 'kserve', image: SCORER_IMAGE } });
  // @ts-expect-error one health path, or both of the others
  () => Runtime.custom({ image: SCORER_IMAGE, port: 80, healthPath: '/', livenessPath: '/live' });
  // @ts-expect-error a server without any health path
  () => Runtime.custom({ image: SCORER_IMAGE, port: 80 });
  // @ts-expect-error only vLLM can be told
  () => Runtime.tgi({ image: SCORER_IMAGE, tensorParallel: 2 });
  // @ts-expect-error a hub model has a revision
  () => Model.huggingFace('acme/llama', {});
  // @ts-expect-error an autoscaler watches one thing
  () => Scale.hpa({ min: 1, max: 2, cpuUtilization: 70, podsMetric: { name: 'waiting', average: 4 } });
  // @ts-expect-error an autoscaler watches something
  () => Scale.hpa({ min: 1, max: 2 });
  accept({ ...gpu, model: Model.huggingFace('acme/llama', { revision: COMMIT }), startup: Startup.within(Duration.minutes(5)) });
});

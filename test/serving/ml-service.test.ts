import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chart, Duration, JsonPatch, Size, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { Cpu } from '../../src/base/cpu';
import { Environment } from '../../src/environment/environment';
import { warningsOf } from '../../src/kube/construct-findings';
import { longestTimeBudget } from '../../src/kube/delivery/time-budget';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Env } from '../../src/kube/pod/environment-variables';
import { Mount } from '../../src/kube/pod/mount';
import { Caller } from '../../src/serving/caller';
import { MLService } from '../../src/serving/ml-service';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Cache, Model } from '../../src/serving/model/model';
import { Rollout, Startup } from '../../src/serving/rollout/rollout';
import { Runtime } from '../../src/serving/runtime/runtime';
import { Scale } from '../../src/serving/scale/replicas';
import { renderedYaml } from '../support/rendered';
import { COMMIT, cpu, gpu, refusal, SCORER_IMAGE, serve, TGI_IMAGE, TOOL_IMAGE, TRITON_IMAGE, VLLM_IMAGE } from './serving-props';

const yaml = (props: MLServiceProps, id = 'llama') => renderedYaml((chart) => new MLService(chart, id, props));

describe('an MLService renders', () => {
  test('a language model on one GPU from about ten lines', () => {
    expect(yaml({ ...gpu, version: 'v3' })).toMatchSnapshot();
  });

  test('what its page in docs shows', () => {
    const page = readFileSync(join(__dirname, '../../docs/ml-service.md'), 'utf8');
    const [, shown] = /```yaml\n([^`]*)```/.exec(page) ?? [];
    expect(shown).toBe(yaml({ ...gpu, version: 'v3' }));
  });

  test('eight GPUs, two replicas and a shared cache', () => {
    const runtime = Runtime.vllm({ image: VLLM_IMAGE, servedModelName: 'llama', args: ['--max-model-len=8192'] });
    const model = Model.huggingFace('acme/llama-70b', { revision: COMMIT, token: { secret: 'hub', key: 'read' } });
    const accelerator = Gpu.nvidia(8, { product: 'NVIDIA-H100-80GB-HBM3' });
    const cache = Cache.sharedPvc({ claim: 'models' });
    const size = { modelSize: Size.gibibytes(140), memory: Size.gibibytes(256) };
    expect(yaml({ ...gpu, ...size, model, runtime, accelerator, cache, replicas: 2, drain: Duration.seconds(45) })).toMatchSnapshot();
  });

  test('Triton on a MIG slice, fed by an init container from a bucket', () => {
    const model = Model.s3(`s3://acme-models/ranker/${COMMIT}`);
    const download = { image: TOOL_IMAGE, env: { AWS_REGION: 'eu-central-1' } };
    const runtime = Runtime.triton({ image: TRITON_IMAGE });
    expect(yaml({ ...gpu, model, download, runtime, accelerator: Gpu.mig('1g.10gb') }, 'ranker')).toMatchSnapshot();
  });

  test('Text Generation Inference with an OCI model, which is not downloaded', () => {
    const { accelerator, startup, cpu: cores, memory } = gpu;
    const model = Model.ociImage(`ghcr.io/acme/models/chat:3@sha256:${'a'.repeat(64)}`, { path: '/models' });
    expect(yaml({ accelerator, startup, cpu: cores, memory, model, runtime: Runtime.tgi({ image: TGI_IMAGE }) })).toMatchSnapshot();
  });

  test('a scoring service that scales on its processor use and admits one namespace', () => {
    const replicas = Scale.hpa({ min: 2, max: 6, cpuUtilization: 70 });
    expect(yaml({ ...cpu, app: 'scoring', replicas, callers: [Caller.namespace('gateway')] }, 'scorer-blue')).toMatchSnapshot();
  });
});

const claim = Mount.scratch('/tmp', { sizeLimit: Size.gibibytes(1) });
const inProd = (app: Construct) => new Environment(app, 'prod');

describe('an MLService refuses', () => {
  test.each<[string, object, object, string]>([
    ['a name that is no DNS label', cpu, { name: 'Llama_3' }, 'MLService.name'],
    ['a name that starts with a digit', cpu, { name: '3-llama' }, 'MLService.name'],
    ['a name of 64 characters', cpu, { name: 'a'.repeat(64) }, 'MLService.name'],
    ['an app that is no label value', cpu, { app: 'über' }, 'MLService.app'],
    ['a version that is no label value', cpu, { version: 'v3 beta' }, 'MLService.version'],
    ['no model', cpu, { model: undefined }, 'MLService.model'],
    ['a model that no factory made', cpu, { model: 'acme/llama' }, 'MLService.model'],
    ['no runtime', cpu, { runtime: undefined }, 'MLService.runtime'],
    ['a runtime that does not exist', cpu, { runtime: { kind: 'kserve', image: SCORER_IMAGE } }, 'MLService.runtime'],
    ['a runtime without image', cpu, { runtime: { kind: 'custom', port: 80, healthPath: '/' } }, 'MLService.runtime'],
    ['an image that cannot be pulled', cpu, { runtime: { ...cpu.runtime, image: 'Scorer:1 4' } }, 'MLService.image'],
    ['no processor time', cpu, { cpu: undefined }, 'MLService.cpu'],
    ['processor time as a number', cpu, { cpu: 2 }, 'MLService.cpu'],
    ['no memory', cpu, { memory: undefined }, 'MLService.memory'],
    ['memory as text', cpu, { memory: '1Gi' }, 'MLService.memory'],
    ['a size of zero', cpu, { memory: Size.gibibytes(0) }, 'MLService.memory'],
    ['a download of unknown size', gpu, { modelSize: undefined }, 'MLService.modelSize'],
    ['a download of no size', gpu, { modelSize: Size.gibibytes(0) }, 'MLService.modelSize'],
    ['a size of a model that is not downloaded', cpu, { modelSize: Size.gibibytes(1) }, 'MLService.modelSize'],
    ['a cache of a model that is not downloaded', cpu, { cache: Cache.perPod() }, 'MLService.cache'],
    ['a downloaded model without cache', gpu, { cache: Cache.none() }, 'MLService.cache'],
    ['an accelerator without a startup budget', gpu, { startup: undefined }, 'MLService.startup'],
    ['a startup budget of seconds', gpu, { startup: Startup.within(Duration.seconds(9)) }, 'MLService.startup'],
    ['a startup budget as a number', gpu, { startup: 1200 }, 'MLService.startup'],
    ['an accelerator as a number', gpu, { accelerator: 2 }, 'MLService.accelerator'],
    ['no replicas', cpu, { replicas: 0 }, 'MLService.replicas'],
    ['half a replica', cpu, { replicas: 1.5 }, 'MLService.replicas'],
    ['a minimum above the maximum', cpu, { replicas: Scale.hpa({ min: 3, max: 2, cpuUtilization: 70 }) }, 'MLService.replicas'],
    ['no drain', cpu, { drain: Duration.seconds(0) }, 'MLService.drain'],
    ['a drain of two hours', cpu, { drain: Duration.hours(2) }, 'MLService.drain'],
    ['half seconds of drain', cpu, { drain: Duration.millis(1500) }, 'MLService.drain'],
    ['more shared memory than memory', gpu, { sharedMemory: Size.gibibytes(64) }, 'MLService.sharedMemory'],
    ['devices whose shared memory does not fit', gpu, { accelerator: Gpu.nvidia(8), memory: Size.gibibytes(16) }, 'MLService.sharedMemory'],
    ['less disk than the model needs', gpu, { ephemeralStorage: Size.gibibytes(10) }, 'MLService.ephemeralStorage'],
    ['scratch space of no size', cpu, { scratch: Size.gibibytes(0) }, 'MLService.scratch'],
    ['shared memory of no size', cpu, { sharedMemory: Size.gibibytes(0) }, 'MLService.sharedMemory'],
    ['a variable without name', cpu, { env: { '=': 'x' } }, 'MLService.env'],
    ['a container of a taken name', cpu, { extraContainers: [{ name: 'server', image: SCORER_IMAGE }] }, 'MLService.containers'],
    ['a limit below the request', cpu, { cpuLimit: Cpu.millis(100) }, 'MLService.cpuLimit'],
    ['a surge of nothing', cpu, { rollout: Rollout.surge(0) }, 'MLService.rollout'],
    ['an unknown rollout', cpu, { rollout: { kind: 'canary' } }, 'MLService.rollout'],
    ['a mount over a derived one', cpu, { mounts: [claim] }, 'MLService.mounts'],
    ['a caller that is nobody', cpu, { callers: [{}] }, 'MLService.callers'],
    ['a port that is none', cpu, { servicePort: 70_000 }, 'MLService.servicePort'],
    ['root without a reason', cpu, { security: { runAsUser: 0 } }, 'MLService.security.runAsUser'],
  ])('%s', (_, base, change, code) => expect(refusal(base, change)).toBe(code));

  test('an image without digest and a model on a branch where the environment requires pins', () => {
    expect(refusal(gpu, { runtime: Runtime.vllm({ image: 'vllm/vllm-openai:v0.18.0' }) }, inProd)).toBe('MLService.image');
    expect(refusal(gpu, { model: Model.huggingFace('acme/llama', { revision: 'main' }) }, inProd)).toBe('MLService.modelRevision');
    expect(refusal(cpu, { extraContainers: [{ name: 'proxy', image: 'envoy:1.30' }] }, inProd)).toBe('MLService.image');
  });

  test('a chart without namespace', () => {
    expect(() => new MLService(new Chart(Testing.app(), 'bare'), 'scorer', cpu)).toThrow('[MLService.namespace]');
  });

  test('nothing without saying where, what and how to fix', () => {
    const act = () => serve({ ...gpu, startup: Startup.within(Duration.seconds(5)) });
    expect(act).toThrow(
      'test/llama: the duration must be whole seconds, at least 10, got 5 s\n  fix: use Duration.seconds(10) [MLService.startup]',
    );
  });
});

describe('an MLService', () => {
  test('has the fields that a route asks its target for', () => {
    const { service } = serve({ ...cpu, name: 'scorer-blue' }, 'Blue');
    expect({ name: service.name, port: service.port, namespace: service.namespace, selector: service.selector }).toEqual({
      name: 'scorer-blue',
      port: 80,
      namespace: 'team-a',
      selector: { 'app.kubernetes.io/component': 'model-server', 'app.kubernetes.io/instance': 'scorer-blue' },
    });
  });

  test('has a ServiceAccount of its own without a token, or the one it is given', () => {
    expect(serve(cpu).find('ServiceAccount')).toMatchObject({ metadata: { name: 'llama' }, automountServiceAccountToken: false });
    const given = serve({ ...cpu, serviceAccount: 'models-reader' });
    expect(given.find('ServiceAccount')).toBeUndefined();
    expect(given.pod).toMatchObject({ serviceAccountName: 'models-reader', automountServiceAccountToken: false });
  });

  test('says how long its delivery may take: one progress deadline for each pod that starts after another', () => {
    const budget = (props: MLServiceProps) => {
      const { service, deployment } = serve(props);
      return [longestTimeBudget(service)?.budget.seconds, deployment.spec.progressDeadlineSeconds];
    };
    expect(budget(gpu)).toEqual([1850, 1850]);
    expect(budget({ ...gpu, replicas: 3 })).toEqual([3 * 1850, 1850]);
    expect(longestTimeBudget(serve({ ...gpu, replicas: 3 }).service)?.budget.reason).toBe(
      '3 pods after one another × (startup 1200 s + image pull 600 s + stop of the old pod 50 s)',
    );
  });

  test('warns outside of an environment about what moves', () => {
    const { service } = serve({ ...gpu, model: Model.huggingFace('acme/llama', { revision: 'main' }) });
    expect(warningsOf(service).map((warning) => warning.code)).toEqual(['MLService.modelRevision']);
  });

  test('warns of a vLLM that aborts running requests', () => {
    const { service } = serve({ ...gpu, runtime: Runtime.vllm({ image: VLLM_IMAGE.replace('0.18', '0.17') }) });
    expect(warningsOf(service).map((warning) => warning.code)).toEqual(['MLService.drain']);
  });

  test('lets a patch reach what no prop offers', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'team-a' });
    const service = new MLService(chart, 'scorer', cpu);
    service.workload.addJsonPatch(JsonPatch.add('/spec/minReadySeconds', 5));
    expect(service.workload.toJson().spec.minReadySeconds).toBe(5);
  });

  test('keeps names and selectors wherever it stands in the tree', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'team-a' });
    const deep = new MLService(new Construct(new Construct(chart, 'a'), 'b'), 'llama', cpu);
    expect(deep.workload.toJson()).toEqual(serve(cpu).deployment);
  });

  test("lets a user's variable win over its own", () => {
    const { server } = serve({ ...gpu, env: { HF_HOME: '/mnt/models/mine', VLLM_API_KEY: Env.secret('llama', 'key') } });
    expect(server.env).toContainEqual({ name: 'HF_HOME', value: '/mnt/models/mine' });
    expect(server.env?.filter((entry) => entry.name === 'HF_HOME')).toHaveLength(1);
  });
});

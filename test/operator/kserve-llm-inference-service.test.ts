import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import fc from 'fast-check';
import { ConfigError } from '../../src/base/config-error';
import { Environment } from '../../src/environment/environment';
import { demandsBelow } from '../../src/kube/capacity/demand';
import { longestTimeBudget } from '../../src/kube/delivery/time-budget';
import { Gpu } from '../../src/kube/devices/accelerator';
import { KServeLLMInferenceService } from '../../src/operator/kserve/kserve-llm-inference-service';
import type { KServeLLMInferenceServiceProps } from '../../src/operator/kserve/kserve-llm-props';
import type { LlmInferenceServiceSpec } from '../../src/operator/kserve/kserve-llm-spec';
import { Model } from '../../src/serving/model/model';
import { Startup } from '../../src/serving/rollout/rollout';
import { Runtime } from '../../src/serving/runtime/runtime';
import { COMMIT, DIGEST, SCORER_IMAGE, VLLM_IMAGE } from '../serving/serving-props';
import { renderedYaml } from '../support/rendered';
import { schemaFindings } from '../support/schema-findings';
import { container, llm, llmService, refusalOf } from './operated';

const specOf = (props: KServeLLMInferenceServiceProps): LlmInferenceServiceSpec => llmService(props).find('LLMInferenceService')?.spec;
const main = (props: KServeLLMInferenceServiceProps) => container(specOf(props).template, 'main');
const additional = (props: KServeLLMInferenceServiceProps) => main(props).env?.find(({ name }) => name === 'VLLM_ADDITIONAL_ARGS')?.value;
const large = { ...llm, accelerator: Gpu.nvidia(4), memory: Size.gibibytes(128) };

test('an LLMInferenceService renders a model on two nodes', () => {
  const gateway = { name: 'inference', namespace: 'gateways' };
  expect(
    renderedYaml((chart) => new KServeLLMInferenceService(chart, 'llama', { ...large, gateway, nodes: 2, version: 'v3' })),
  ).toMatchSnapshot();
});

describe('an LLMInferenceService', () => {
  test('leaves to the preset what the preset must know better', () => {
    const server = main(llm);
    for (const field of ['command', 'args', 'ports', 'readinessProbe', 'livenessProbe', 'lifecycle'])
      expect(server).not.toHaveProperty(field);
    // Where to ask, and whether over TLS, is the preset's; how long is ours.
    expect(server.startupProbe).toEqual({ periodSeconds: 10, failureThreshold: 120 });
  });

  test('hands arguments to the command line of the preset', () => {
    expect(additional(llm)).toBe('--shutdown-timeout=30');
    const runtime = Runtime.vllm({ image: VLLM_IMAGE, args: ['--max-model-len=8192'] });
    expect(additional({ ...large, runtime, drain: Duration.seconds(60) })).toBe(
      '--shutdown-timeout=60 --tensor-parallel-size=4 --max-model-len=8192',
    );
  });

  test('spreads layers over nodes, and each layer within', () => {
    const spec = specOf({ ...large, nodes: 3 });
    expect(spec.parallelism).toEqual({ tensor: 4, pipeline: 3 });
    expect(spec.worker?.containers[0]?.resources).toEqual(spec.template.containers[0]?.resources);
    expect(spec.worker?.containers[0]).not.toHaveProperty('startupProbe');
    expect(specOf(large)).not.toHaveProperty('worker');
    expect(specOf(large).parallelism).toEqual({ tensor: 4 });
  });

  test.each<[KServeLLMInferenceServiceProps['model'], Size | undefined, string]>([
    [Model.huggingFace('acme/llama', { revision: COMMIT }), Size.gibibytes(1), `hf://acme/llama:${COMMIT}`],
    [Model.s3(`s3://models/${COMMIT}`), Size.gibibytes(1), `s3://models/${COMMIT}`],
    [Model.pvc('models', { path: 'llama' }), undefined, 'pvc://models/llama'],
    [Model.ociImage(`ghcr.io/acme/llama@${DIGEST}`), undefined, `oci://ghcr.io/acme/llama@${DIGEST}`],
  ])('names %j', (model, modelSize, uri) => {
    expect(specOf({ ...llm, model, modelSize } as KServeLLMInferenceServiceProps).model.uri).toBe(uri);
  });

  test('does not run as root, whatever the preset says of its container', () => {
    expect(main(llm).securityContext).toMatchObject({ runAsNonRoot: true, readOnlyRootFilesystem: true });
    const security = { exceptions: { runAsRoot: 'the image of the vendor has no other user' } };
    expect(main({ ...llm, security }).securityContext).not.toHaveProperty('runAsNonRoot');
  });

  test('shares the volume of the preset at /dev/shm', () => {
    expect(specOf(large).template.volumes).toContainEqual({ name: 'dshm', emptyDir: { medium: 'Memory', sizeLimit: '8Gi' } });
    expect(main(large).volumeMounts).toContainEqual({ name: 'dshm', mountPath: '/dev/shm' });
  });

  test('is routed to by KServe, through a picker unless that is not wanted', () => {
    expect(specOf(llm).router).toEqual({ gateway: {}, route: {}, scheduler: {} });
    const given = {
      gateway: { name: 'inference', namespace: 'gateways' },
      routeGroup: { name: 'chat', weight: 10 },
      endpointPicker: false,
    };
    expect(specOf({ ...llm, ...given }).router).toEqual({
      gateway: { refs: [{ name: 'inference', namespace: 'gateways' }] },
      route: { group: 'chat', weight: 10 },
    });
  });

  test('counts nodes × devices × replicas', () => {
    const { service } = llmService({ ...large, nodes: 2, replicas: 3 });
    expect(demandsBelow(service)).toMatchObject([{ devices: 8, live: 3, surge: 0 }]);
    expect(longestTimeBudget(service)?.budget.reason).toContain('3 groups after one another');
  });
});

const inProd = (app: Construct) => new Environment(app, 'prod');

describe('an LLMInferenceService refuses', () => {
  const vllm = (args: readonly string[]) => ({ runtime: Runtime.vllm({ image: VLLM_IMAGE, args }) });
  test.each<[string, object, string]>([
    ['no model', { model: undefined }, 'KServeLLMInferenceService.model'],
    ['a model in the image', { model: Model.bakedIn('/models') }, 'KServeLLMInferenceService.model'],
    ['a bucket that KServe does not know', { model: Model.gcs(`gs://models/${COMMIT}`) }, 'KServeLLMInferenceService.model'],
    [
      'another server',
      { runtime: Runtime.custom({ image: SCORER_IMAGE, port: 80, healthPath: '/' }) },
      'KServeLLMInferenceService.runtime',
    ],
    ['an argument that a shell takes apart', vllm(['--hf-overrides={"a": 1}']), 'KServeLLMInferenceService.args'],
    ['an argument that a shell runs', vllm(['--model-name=$(id)']), 'KServeLLMInferenceService.args'],
    ['an argument that is derived', vllm(['--port=9']), 'MLService.args'],
    [
      'a pipeline within one node',
      { runtime: Runtime.vllm({ image: VLLM_IMAGE, pipelineParallel: 4 }), ...{ accelerator: Gpu.nvidia(4) } },
      'KServeLLMInferenceService.nodes',
    ],
    [
      'another pipeline than nodes',
      { nodes: 2, runtime: Runtime.vllm({ image: VLLM_IMAGE, pipelineParallel: 1 }) },
      'KServeLLMInferenceService.nodes',
    ],
    ['half a node', { nodes: 1.5 }, 'KServeLLMInferenceService.nodes'],
    [
      'a size that leaves devices idle',
      { accelerator: Gpu.nvidia(4), runtime: Runtime.vllm({ image: VLLM_IMAGE, tensorParallel: 2 }) },
      'MLService.parallelism',
    ],
    ['a weight that is none', { routeGroup: { name: 'chat', weight: -1 } }, 'KServeLLMInferenceService.routeGroup'],
    ['a group that is no name', { routeGroup: { name: 'Chat!', weight: 1 } }, 'KServeLLMInferenceService.routeGroup'],
    ['a gateway that is no name', { gateway: { name: 'in ference', namespace: 'a' } }, 'KServeLLMInferenceService.gateway'],
    ['a name without room for what KServe derives', { name: 'a'.repeat(39) }, 'KServeLLMInferenceService.name'],
    ['no replicas', { replicas: 0 }, 'MLService.replicas'],
  ])('%s', (_, change, code) => expect(refusalOf(KServeLLMInferenceService, llm as KServeLLMInferenceServiceProps, change)).toBe(code));

  test('what is not pinned, where the environment requires pins', () => {
    const branch = Model.huggingFace('acme/llama', { revision: 'main' });
    expect(refusalOf(KServeLLMInferenceService, llm as KServeLLMInferenceServiceProps, { model: branch }, inProd)).toBe(
      'MLService.modelRevision',
    );
  });
});

const random = fc.record({
  name: fc.integer({ min: 1, max: 45 }).map((length) => 'a'.repeat(length)),
  nodes: fc.integer({ min: 1, max: 8 }),
  replicas: fc.integer({ min: 1, max: 99 }),
  accelerator: fc.constantFrom(Gpu.nvidia(1), Gpu.nvidia(8, { product: 'H100' })),
  startup: fc.integer({ min: 10, max: 9000 }).map((seconds) => Startup.within(Duration.seconds(seconds))),
  drain: fc.integer({ min: 1, max: 3600 }).map(Duration.seconds),
});

test('of every accepted LLMInferenceService the rules hold', () => {
  let accepted = 0;
  fc.assert(
    fc.property(random, (props) => {
      try {
        llmService({ ...large, ...props });
      } catch (error) {
        if (!ConfigError.is(error)) throw error;
        expect(error.code).toBe('KServeLLMInferenceService.name');
        return;
      }
      accepted += 1;
      const spec = specOf({ ...large, ...props });
      const { service, find, objects } = llmService({ ...large, ...props });
      expect(schemaFindings(objects)).toEqual([]);
      expect(`${props.name}-kserve-mn-${props.replicas}`.length).toBeLessThanOrEqual(52);
      const { tensor = 1, pipeline = 1 } = spec.parallelism;
      expect(tensor * pipeline).toBe(props.nodes * props.accelerator.count);
      expect(spec.worker !== undefined).toBe(props.nodes > 1);
      expect(spec.labels).toMatchObject(service.selector);
      expect(find('PodDisruptionBudget') !== undefined).toBe(props.replicas >= 2);
      const probe = container(spec.template, 'main').startupProbe;
      expect(Number(probe?.periodSeconds) * Number(probe?.failureThreshold)).toBeGreaterThanOrEqual(props.startup.within.toSeconds());
      expect(Number(spec.template.terminationGracePeriodSeconds)).toBeGreaterThan(15 + props.drain.toSeconds());
    }),
    { numRuns: 100, seed: 4 },
  );
  expect(accepted).toBeGreaterThan(50);
});

import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { Cpu } from '../../src/base/cpu';
import { Gpu } from '../../src/kube/devices/accelerator';
import { kubeObject } from '../../src/kube/kube-object';
import { workloadSelector } from '../../src/kube/labels';
import { Env } from '../../src/kube/pod/environment-variables';
import { Mount } from '../../src/kube/pod/mount';
import type { PodProps } from '../../src/kube/pod/pod-props';
import { type PodDesign, podTemplate, resolvePod } from '../../src/kube/pod/resolve-pod';
import { LABEL_CONTEXT } from '../support/label-context';
import { renderedYaml } from '../support/rendered';
import { restrictedViolations } from './restricted';

const DESIGN: PodDesign = {
  code: 'X',
  where: 'prod/x',
  identity: { app: 'scorer', instance: 'scorer-blue', component: 'model-server', version: '1.4', context: LABEL_CONTEXT },
  container: 'server',
  image: 'ghcr.io/acme/scorer:1.4',
};
const SMALL = { cpu: Cpu.cores(1), memory: Size.gibibytes(2) };
const pod = (props: Partial<PodProps> = {}, design: Partial<PodDesign> = {}) =>
  podTemplate(resolvePod({ ...DESIGN, ...design }, { ...SMALL, ...props }));
const server = (...args: Parameters<typeof pod>) => pod(...args).spec?.containers[0];

/** The template in a Job, through every step up to the text. */
function yaml(template: (chart: Chart) => ReturnType<typeof pod>): string {
  const metadata = { name: 'x' };
  return renderedYaml((chart) =>
    kubeObject(chart, 'X', { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template: template(chart) } }),
  );
}

describe('what it renders', () => {
  test('no more than is needed', () => expect(yaml(() => pod())).toMatchSnapshot());

  test('everything that can be asked for', () => {
    const props: PodProps = {
      ...SMALL,
      cpuLimit: Cpu.cores(4),
      ephemeralStorage: Size.gibibytes(20),
      env: { LOG_LEVEL: 'debug', HF_TOKEN: Env.secret('hub', 'token') },
      mounts: [Mount.claim('/data', 'features', { readOnly: true }), Mount.scratch('/tmp', { sizeLimit: Size.gibibytes(1) })],
      accelerator: Gpu.nvidia(2, { product: 'NVIDIA-L40S' }),
      extendedResources: { 'rdma/hca_shared_devices_a': 1 },
      security: { runAsUser: 1000, fsGroup: 1000, exceptions: { writableRootFilesystem: 'Triton unpacks its backends.' } },
      serviceAccount: 'scorer',
      mountServiceAccountToken: true,
      imagePullSecrets: ['registry', { name: 'mirror' }],
      extraContainers: [{ name: 'proxy', image: 'envoy:1.30', volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] }],
      initContainers: [{ name: 'logs', image: 'vector:0.40', restartPolicy: 'Always' }],
      nodeSelector: { 'topology.kubernetes.io/zone': 'a' },
      tolerations: [{ key: 'team', operator: 'Equal', value: 'a', effect: 'NoSchedule' }],
      affinity: { nodeAffinity: {} },
      topologySpread: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' }],
      priorityClassName: 'serving',
      runtimeClassName: 'nvidia',
      schedulerName: 'volcano',
      podLabels: { team: 'a' },
      podAnnotations: { 'prometheus.io/scrape': 'true' },
    };
    const design = {
      fields: { args: ['--port', '8080'], ports: [{ containerPort: 8080, name: 'http' }] },
      env: { HOME: '/tmp' },
      mounts: [Mount.memory('/dev/shm', { sizeLimit: Size.gibibytes(4) })],
      initContainers: [{ name: 'download', image: 'hf:1' }],
      spec: { terminationGracePeriodSeconds: 60 },
      annotations: { 'model.cdk8s-mlops/revision': 'abc' },
    };
    expect(yaml(() => podTemplate(resolvePod({ ...DESIGN, ...design }, props)))).toMatchSnapshot();
  });

  test('values of cdk8s-plus-27 as plain data', () => {
    const text = yaml((chart) => {
      const secret = kplus.Secret.fromSecretName(chart, 'Secret', 'hub');
      const account = kplus.ServiceAccount.fromServiceAccountName(chart, 'Account', 'scorer');
      const scratch = kplus.Volume.fromEmptyDir(chart, 'Scratch', 'scratch', { sizeLimit: Size.gibibytes(2) });
      return pod({
        cpu: kplus.Cpu.millis(500),
        env: { TOKEN: kplus.EnvValue.fromSecretValue({ secret, key: 'token' }), MODE: kplus.EnvValue.fromValue('fast') },
        mounts: [Mount.plus('/scratch', scratch), Mount.secret('/hub', secret)],
        serviceAccount: account,
        imagePullSecrets: [secret],
      });
    });
    expect(text).toMatchSnapshot();
    expect(text).not.toMatch(/value:\n|null/);
  });

  test('objects of cdk8s-plus-27 by the names that they render with', () => {
    const text = renderedYaml((chart) => {
      const account = new kplus.ServiceAccount(chart, 'Account', { metadata: { name: 'scorer' } });
      const claim = new kplus.PersistentVolumeClaim(chart, 'Claim', { metadata: { name: 'features' } });
      const template = pod({ serviceAccount: account, mounts: [Mount.claim('/data', claim)] });
      kubeObject(chart, 'X', { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'x' }, spec: { template } });
    });
    expect(text).toContain('serviceAccountName: scorer\n');
    expect(text).toContain('claimName: features\n');
  });
});

describe('who wins', () => {
  test("a user's variable over the construct's, in the user's order", () => {
    const { env } = server({ env: { ROOT: '/data', HOME: '$(ROOT)/home' } }, { env: { HOME: '/tmp', PORT: '8080' } }) ?? {};
    expect(env).toEqual([
      { name: 'PORT', value: '8080' },
      { name: 'ROOT', value: '/data' },
      { name: 'HOME', value: '$(ROOT)/home' },
    ]);
  });

  test("a user's mount over the construct's at the same path, volume included", () => {
    const own = Mount.scratch('/cache', { sizeLimit: Size.gibibytes(1) });
    const { spec } = pod({ mounts: [Mount.claim('/cache', 'shared')] }, { mounts: [own] });
    expect(spec?.volumes).toEqual([{ name: 'cache', persistentVolumeClaim: { claimName: 'shared' } }]);
    expect(spec?.containers[0]?.volumeMounts).toEqual([{ name: 'cache', mountPath: '/cache' }]);
  });

  test("a user's node selector over the accelerator's, and tolerations of both", () => {
    const props = {
      accelerator: Gpu.nvidia(1, { product: 'A' }),
      nodeSelector: { 'nvidia.com/gpu.product': 'B' },
      tolerations: [{ key: 'team' }],
    };
    const { spec } = pod(props);
    expect(spec?.nodeSelector).toEqual({ 'nvidia.com/gpu.product': 'B' });
    expect(spec?.tolerations?.map(({ key }) => key)).toEqual(['nvidia.com/gpu', 'team']);
  });
});

describe('what it refuses', () => {
  const mount = { name: 'gone', mountPath: '/gone' };
  const host = { path: '/models', source: { hostPath: { path: '/var/models' } } };

  test('a directory of the node is mounted where somebody said why, and the reason stands beside it', () => {
    const { metadata, spec } = pod({ mounts: [host], security: { exceptions: { unrestrictedVolumes: 'The nodes hold the models.' } } });
    expect(spec?.volumes).toEqual([{ name: 'models', hostPath: { path: '/var/models' } }]);
    expect(metadata?.annotations).toEqual({ 'security.cdk8s-mlops/unrestricted-volumes': 'The nodes hold the models.' });
  });

  test.each<[string, Partial<PodProps>, string]>([
    ['another label for one that selects the pods', { podLabels: { 'app.kubernetes.io/instance': 'other' } }, 'X.podLabels'],
    ['another version than the one that is shown', { podLabels: { 'app.kubernetes.io/version': '2' } }, 'X.podLabels'],
    ['a label that the API server would refuse', { podLabels: { team: 'data science' } }, 'X.podLabels'],
    ["another annotation for one of the construct's", { podAnnotations: { 'acme.io/own': 'given' } }, 'X.podAnnotations'],
    ['an annotation key that the API server would refuse', { podAnnotations: { 'a b': '' } }, 'X.podAnnotations'],
    ['a node label that no node can have', { nodeSelector: { zone: 'a b' } }, 'X.nodeSelector'],
    ['a variable without a valid name', { env: { '1': 'x' } }, 'X.env'],
    ['an account without a name', { serviceAccount: '' }, 'X.serviceAccount'],
    ['a pull secret with a name in capitals', { imagePullSecrets: ['Registry'] }, 'X.imagePullSecrets'],
    ['a second container of one name', { extraContainers: [{ name: 'server' }] }, 'X.containers'],
    ['a second init container of one name', { initContainers: [{ name: 'server' }] }, 'X.containers'],
    ['a mount that has no volume', { extraContainers: [{ name: 'proxy', volumeMounts: [mount] }] }, 'X.containers'],
    ['root without a reason', { security: { runAsUser: 0 } }, 'X.security.runAsUser'],
    ['an exception without a reason', { security: { exceptions: { runAsRoot: '' } } }, 'X.security.exceptions'],
    ['no memory', { memory: Size.gibibytes(0) }, 'X.memory'],
    ['a directory of the node', { mounts: [host] }, 'X.mounts'],
    ['half a card', { extendedResources: { 'rdma/hca': 0.5 } }, 'X.extendedResources'],
  ])('%s', (_what, props, code) => {
    const design = { annotations: { 'acme.io/own': 'own' } };
    expect(() => pod(props, design)).toThrow(expect.objectContaining({ name: 'ConfigError', code, where: 'prod/x' }));
  });

  test.each<[string, Partial<PodDesign>, string]>([
    ['an image that no runtime could pull', { image: 'Scorer' }, 'X.image'],
    ['a container name in capitals', { container: 'Server' }, 'X.containers'],
    ['a version that no label can hold', { identity: { ...DESIGN.identity, version: '1.0+build' } }, 'X.labels'],
  ])('%s', (_what, design, code) =>
    expect(() => pod({}, design)).toThrow(expect.objectContaining({ name: 'ConfigError', code, where: 'prod/x' })),
  );
});

describe('what always holds', () => {
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const reason = maybe(fc.constant('A reason.'));
  const props: fc.Arbitrary<PodProps> = fc.record({
    cpu: fc.integer({ min: 1, max: 64 }).map(Cpu.cores),
    memory: fc.integer({ min: 1, max: 512 }).map(Size.gibibytes),
    accelerator: maybe(
      fc.integer({ min: 1, max: 8 }).chain((count) => fc.constantFrom(Gpu.nvidia(count), Gpu.amd(count), Gpu.mig('1g.10gb', count))),
    ),
    env: maybe(fc.dictionary(fc.stringMatching(/^[A-Z]{1,3}$/), fc.string())),
    mounts: maybe(
      fc
        .uniqueArray(fc.constantFrom('/a', '/b', '/c/d'), { maxLength: 3 })
        .chain((paths) =>
          fc.tuple(
            ...paths.map((path) =>
              fc.constantFrom(Mount.claim(path, 'x'), Mount.secret(path, 'x'), Mount.scratch(path, { sizeLimit: Size.gibibytes(1) })),
            ),
          ),
        ),
    ),
    security: maybe(
      fc.record({
        runAsUser: maybe(fc.integer({ min: 1, max: 65535 })),
        fsGroup: maybe(fc.integer({ min: 0, max: 65535 })),
        exceptions: maybe(fc.record({ runAsRoot: reason, writableRootFilesystem: reason })),
      }),
    ),
    podLabels: maybe(fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.stringMatching(/^[a-z]{0,3}$/))),
    mountServiceAccountToken: maybe(fc.boolean()),
  });

  test('the restricted Pod Security Standard is met but for the exceptions, and each of those stands beside its reason', () => {
    fc.assert(
      fc.property(props, (given) => {
        const { metadata, spec = { containers: [] } } = pod(given);
        const asRoot = given.security?.exceptions?.runAsRoot !== undefined;
        expect(restrictedViolations(spec)).toEqual(asRoot ? ['server: runAsNonRoot'] : []);
        expect(metadata?.annotations?.['security.cdk8s-mlops/run-as-root'] !== undefined).toBe(asRoot);
        const writable = spec.containers[0]?.securityContext?.readOnlyRootFilesystem !== true;
        expect(metadata?.annotations?.['security.cdk8s-mlops/writable-root-filesystem'] !== undefined).toBe(writable);
      }),
    );
  });

  test('the selector finds the pods, and every label and variable that was given is there', () => {
    fc.assert(
      fc.property(props, (given) => {
        const { metadata, spec } = pod(given);
        expect(metadata?.labels).toMatchObject({ ...given.podLabels, ...workloadSelector(DESIGN.identity) });
        expect(spec?.containers[0]?.env ?? []).toEqual(Object.entries(given.env ?? {}).map(([name, value]) => ({ name, value })));
      }),
    );
  });

  test('devices are asked for and bounded alike, by pods that may run where they are', () => {
    fc.assert(
      fc.property(props, ({ accelerator, ...given }) => {
        const { spec } = pod({ ...given, accelerator });
        const { requests = {}, limits = {} } = spec?.containers[0]?.resources ?? {};
        const devices = (amounts: object) => Object.entries(amounts).filter(([name]) => name.includes('/'));
        expect(devices(limits)).toEqual(accelerator === undefined ? [] : [[accelerator.resource, `${accelerator.count}`]]);
        expect(devices(requests)).toEqual(devices(limits));
        expect(spec?.tolerations ?? []).toEqual(accelerator?.tolerations ?? []);
      }),
    );
  });

  test('no token is mounted unless it was asked for, and every mount has its volume', () => {
    fc.assert(
      fc.property(props, (given) => {
        const { spec } = pod(given);
        expect(spec?.automountServiceAccountToken).toBe(given.mountServiceAccountToken === true);
        expect((spec?.containers[0]?.volumeMounts ?? []).map(({ mountPath }) => mountPath)).toEqual(
          (given.mounts ?? []).map(({ path }) => path),
        );
        expect((spec?.containers[0]?.volumeMounts ?? []).map(({ name }) => name)).toEqual((spec?.volumes ?? []).map(({ name }) => name));
      }),
    );
  });

  test('nothing is lost on the way to the file', () => {
    fc.assert(
      fc.property(props, (given) => expect(parse(yaml(() => pod(given))).spec.template).toEqual(pod(given))),
      { numRuns: 30 },
    );
  });
});

test('the place in the construct tree does not show in the template', () => {
  const at = (id: string) => podTemplate(resolvePod({ ...DESIGN, where: new Chart(new App(), id).node.path }, SMALL));
  expect(at('a')).toEqual(at('b'));
});

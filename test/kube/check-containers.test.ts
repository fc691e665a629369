import type { PodSpec } from '../../imports/kubernetes';
import { checkContainers } from '../../src/kube/pod/assert-valid-pod';

const check = (spec: PodSpec) => checkContainers('X.containers', 'prod/x', spec);
const volumes = [{ name: 'data', emptyDir: {} }];
const volumeMounts = [{ name: 'data', mountPath: '/data' }];

test('containers of different names that mount volumes of the pod are accepted', () => {
  expect(() =>
    check({ volumes, initContainers: [{ name: 'fetch', volumeMounts }], containers: [{ name: 'main', volumeMounts }, { name: 'proxy' }] }),
  ).not.toThrow();
});

test.each<[string, PodSpec, string]>([
  ['one name for two containers', { containers: [{ name: 'main' }, { name: 'main' }] }, 'two containers are called "main"'],
  [
    'one name for a container and an init container',
    { initContainers: [{ name: 'main' }], containers: [{ name: 'main' }] },
    'two containers',
  ],
  ['a name in capitals', { containers: [{ name: 'Proxy' }] }, 'name "Proxy" is not a DNS label'],
  ['a mount without its volume', { volumes: [], containers: [{ name: 'main', volumeMounts }] }, 'container "main" mounts "data"'],
  [
    'a mount of an init container without its volume',
    { initContainers: [{ name: 'fetch', volumeMounts }], containers: [] },
    '"fetch" mounts "data"',
  ],
])('%s is refused', (_what, spec, what) => {
  expect(() => check(spec)).toThrow(
    expect.objectContaining({ code: 'X.containers', where: 'prod/x', what: expect.stringContaining(what) }),
  );
});

test('a mount without its volume is told which volumes there are', () => {
  const spec = { volumes, containers: [{ name: 'main', volumeMounts: [{ name: 'date', mountPath: '/data' }] }] };
  expect(() => check(spec)).toThrow('fix: use one of its volumes: data [X.containers]');
});

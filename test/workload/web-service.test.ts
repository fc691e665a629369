import { Duration } from 'cdk8s';
import fc from 'fast-check';
import type { Deployment, Service } from '../../imports/kubernetes';
import { Health } from '../../src/workload/health';
import { WebService, type WebServiceProps } from '../../src/workload/web-service';
import { codeOf } from '../support/code-of';
import { renderedManifests, renderedYaml } from '../support/rendered';
import { LEAST } from './server-props';

const render = (props: Partial<WebServiceProps> = {}) =>
  renderedManifests((chart) => void new WebService(chart, 'preprocessing', { ...LEAST, ...props }));
const ofKind = <T>(objects: ReturnType<typeof render>, kind: string) => objects.find((object) => object.kind === kind) as unknown as T;

describe('a WebService renders', () => {
  test('a Deployment and a Service', () => {
    expect(renderedYaml((chart) => void new WebService(chart, 'preprocessing', LEAST))).toMatchSnapshot();
  });

  test('two ports, two pods and their budget, a command, and another way to ask for health', () => {
    const props = {
      ...LEAST,
      ports: { grpc: 9000, metrics: 9090 },
      health: Health.exec(['grpc_health_probe', '-addr=:9000']),
      command: ['serve'],
      args: ['--fast'],
      replicas: 2,
      startup: Duration.seconds(45),
      rollout: 'stopFirst' as const,
    };
    expect(renderedYaml((chart) => void new WebService(chart, 'preprocessing', props))).toMatchSnapshot();
  });
});

describe('of every WebService it holds that', () => {
  const ports = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), fc.integer({ min: 1, max: 65535 }), { minKeys: 1, maxKeys: 4 });
  const distinct = ports.filter((given) => new Set(Object.values(given)).size === Object.keys(given).length);

  test('each port of the Service leads to a port that the container has, and the selector to its pods', () => {
    fc.assert(
      fc.property(distinct, fc.integer({ min: 1, max: 4 }), (given, replicas) => {
        const objects = render({ ports: given, replicas });
        const template = ofKind<Deployment>(objects, 'Deployment').spec?.template;
        const service = ofKind<Service>(objects, 'Service').spec;
        const names = template?.spec?.containers[0]?.ports?.map(({ name }) => name);
        expect(service?.ports?.map(({ targetPort }) => targetPort)).toEqual(names);
        expect(template?.metadata?.labels).toMatchObject(service?.selector ?? {});
        expect(objects.some(({ kind }) => kind === 'PodDisruptionBudget')).toBe(replicas > 1);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a WebService refuses', () => {
  test('an option that Health.http does not have', () => {
    const options = { liveness: '/livez' } as object;
    expect(codeOf(() => Health.http('/healthz', options))).toBe('Health.http');
    expect(codeOf(() => Health.http('/healthz', { livenessPath: '/livez' }))).toBe('accepted');
  });

  test.each<[string, string, object]>([
    ['no image', 'WebService.image', { image: undefined }],
    ['no ports', 'WebService.ports', { ports: {} }],
    ['a port name in capitals', 'WebService.ports', { ports: { HTTP: 80 } }],
    ['a port name of 16 characters', 'WebService.ports', { ports: { abcdefghijklmnop: 80 } }],
    ['port 0', 'WebService.ports', { ports: { http: 0 } }],
    ['one number twice', 'WebService.ports', { ports: { http: 80, admin: 80 } }],
    ['no health', 'WebService.health', { health: undefined }],
    ['a relative health path', 'WebService.health', { health: Health.http('healthz') }],
    ['a relative liveness path', 'WebService.health', { health: Health.http('/healthz', { livenessPath: 'live' }) }],
    ['an empty health command', 'WebService.health', { health: Health.exec([]) }],
    ['no replicas', 'WebService.replicas', { replicas: 0 }],
    ['a start of a second', 'WebService.startup', { startup: Duration.seconds(1) }],
    ['a drain of two hours', 'WebService.drain', { drain: Duration.hours(2) }],
    ['an unknown rollout', 'WebService.rollout', { rollout: 'canary' }],
    ['a name that starts with a digit', 'WebService.name', { name: '1st' }],
    ['no memory', 'WebService.memory', { memory: undefined }],
  ])('%s', (_, code, props) => {
    expect(codeOf(() => render(props))).toBe(code);
  });
});

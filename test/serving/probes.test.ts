import { Size } from 'cdk8s';
import fc from 'fast-check';
import { probedStartupSeconds, probes } from '../../src/serving/probes';
import { gpu, serve } from './serving-props';

const engine = {
  args: [],
  env: {},
  ports: [{ name: 'http', port: 80 }] as const,
  readinessPath: '/ready',
  livenessPath: '/live',
  scratch: Size.gibibytes(1),
  drains: true,
};

test('startup and readiness ask whether the model answers, liveness whether the process lives', () => {
  const { startupProbe, readinessProbe, livenessProbe } = serve(gpu).server;
  expect(startupProbe?.httpGet).toEqual({ path: '/v1/models', port: 'http' });
  expect(readinessProbe?.httpGet).toEqual({ path: '/v1/models', port: 'http' });
  expect(livenessProbe?.httpGet).toEqual({ path: '/health', port: 'http' });
});

test('the startup probe allows at least what was declared, and less than a period more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 100_000 }), (declared) => {
      const { periodSeconds = 0, failureThreshold = 0 } = probes(engine, declared).startupProbe ?? {};
      const allowed = periodSeconds * failureThreshold;
      expect(allowed).toBe(probedStartupSeconds(declared));
      expect(allowed).toBeGreaterThanOrEqual(declared);
      expect(allowed).toBeLessThan(declared + periodSeconds);
    }),
  );
});

test('a busy server is restarted only after a minute', () => {
  const { periodSeconds = 0, failureThreshold = 0 } = probes(engine, 60).livenessProbe ?? {};
  expect(periodSeconds * failureThreshold).toBe(60);
});

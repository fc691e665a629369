import { Cache } from '../../src/serving/model/cache';
import { cpu, gpu, serve } from './serving-props';

test('images that start as root get a user, others keep theirs', () => {
  expect(serve(gpu).pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 2000 });
  expect(serve(cpu).pod.securityContext).not.toHaveProperty('runAsUser');
  expect(serve({ ...gpu, security: { runAsUser: 1234 } }).pod.securityContext).toMatchObject({ runAsUser: 1234 });
});

test('root is an exception with a reason, and then the image decides', () => {
  const { pod, deployment } = serve({ ...gpu, security: { exceptions: { runAsRoot: 'the driver needs it' } } });
  expect(pod.securityContext).not.toHaveProperty('runAsNonRoot');
  expect(pod.securityContext).not.toHaveProperty('runAsUser');
  expect(deployment.spec.template.metadata?.annotations).toMatchObject({ 'security.cdk8s-mlops/run-as-root': 'the driver needs it' });
});

test('a shared cache belongs to a group of the pod', () => {
  const cache = Cache.sharedPvc({ claim: 'models' });
  expect(serve({ ...gpu, cache }).pod.securityContext).toMatchObject({ fsGroup: 2000 });
  expect(serve({ ...gpu, cache, security: { fsGroup: 7 } }).pod.securityContext).toMatchObject({ fsGroup: 7 });
  expect(serve(gpu).pod.securityContext).not.toHaveProperty('fsGroup');
});

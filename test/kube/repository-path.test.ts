import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { REPOSITORY_PATH_CONTEXT, repositoryPath } from '../../src/kube/chart-directory';

test('the output stands in dist, unless the app says where', () => {
  const app = new App();
  expect(repositoryPath(new Construct(app, 'a'))).toBe('dist');
  const moved = new App();
  moved.node.setContext(REPOSITORY_PATH_CONTEXT, 'clusters/ml');
  expect(repositoryPath(new Construct(moved, 'a'))).toBe('clusters/ml');
});

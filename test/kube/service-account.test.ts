import { serviceAccountName } from '../../src/kube/pod/service-account';
import { codeOf } from '../support/code-of';
import { renderedManifests } from '../support/rendered';

const DESIGN = { name: 'scorer', labels: { 'app.kubernetes.io/instance': 'scorer' } };
const accounts = (design: Partial<Parameters<typeof serviceAccountName>[1]>) => {
  let name = '';
  const objects = renderedManifests((chart) => {
    name = serviceAccountName(chart, { ...DESIGN, ...design });
  });
  return { name, objects };
};

test('a workload gets its own account, which mounts no token', () => {
  const { name, objects } = accounts({});
  expect(name).toBe('scorer');
  expect(objects).toMatchObject([{ kind: 'ServiceAccount', metadata: { name: 'scorer' }, automountServiceAccountToken: false }]);
  expect(objects[0]).not.toHaveProperty('secrets');
});

test('an account that is given is used, and none is created', () => {
  expect(accounts({ serviceAccount: 'team' })).toEqual({ name: 'team', objects: [] });
  expect(accounts({ serviceAccount: { name: 'shared' } })).toEqual({ name: 'shared', objects: [] });
});

test('Secrets that the account refers to are listed', () => {
  expect(accounts({ secrets: ['hub'] }).objects).toMatchObject([{ secrets: [{ name: 'hub' }] }]);
});

test('a name that is not valid is refused', () => expect(codeOf(() => accounts({ name: 'No Name' }))).toBe('ServiceAccount.name'));

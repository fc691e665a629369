import { Role, type RoleProps, type RoleRule } from '../../src/platform/access/role';
import { RoleBinding, type RoleBindingProps, Subject } from '../../src/platform/access/role-binding';
import { WorkloadAccount } from '../../src/platform/access/workload-account';
import { codeOf } from '../support/code-of';
import { renderedManifests, renderedYaml } from '../support/rendered';

const RULE: RoleRule = { apiGroup: 'batch', resources: ['jobs'], verbs: ['get', 'create'] };
const role = (props: Partial<RoleProps>) =>
  codeOf(() => renderedYaml((chart) => void new Role(chart, 'jobs', { rules: [RULE], ...props })));
const rule = (change: Partial<RoleRule>, props: Partial<RoleProps> = {}) => role({ rules: [{ ...RULE, ...change }], ...props });
const binding = (props: Partial<RoleBindingProps>) =>
  codeOf(() =>
    renderedYaml(
      (chart) => void new RoleBinding(chart, 'team', { role: { clusterRole: 'view' }, subjects: [Subject.group('team')], ...props }),
    ),
  );

test('a role and who has it render side by side, in their namespace', () => {
  const text = renderedYaml((chart) => {
    const runner = new WorkloadAccount(chart, 'runner');
    const jobs = new Role(chart, 'jobs', { rules: [RULE, { ...RULE, verbs: ['delete'], names: ['load'] }] });
    new RoleBinding(chart, 'run', { role: jobs, subjects: [Subject.account(runner), Subject.account('ci', 'ci-system')] });
    new RoleBinding(chart, 'team', { role: { clusterRole: 'view' }, subjects: [Subject.group('team-a'), Subject.user('ada')] });
  });
  expect(text).toMatchSnapshot();
});

test('another role is another binding: the role of a live one cannot be changed', () => {
  const nameWith = (clusterRole: string) =>
    renderedManifests((chart) => {
      new RoleBinding(chart, 'team', { role: { clusterRole }, subjects: [Subject.group('team-a')] });
    })[0]?.metadata.name;
  expect([nameWith('view'), nameWith('edit')]).toEqual(['team-view', 'team-edit']);
});

describe('a Role refuses', () => {
  test.each<[string, Partial<RoleRule>]>([
    ['any verb', { verbs: ['*'] }],
    ['any resource', { resources: ['*'] }],
    ['any group', { apiGroup: '*' }],
    ['no verbs', { verbs: [] }],
    ['no resources', { resources: [] }],
    ['a list of named objects', { verbs: ['list'], names: ['load'] }],
    ['the creation of named objects', { verbs: ['get', 'create'], names: ['load'] }],
  ])('%s', (_, change) => {
    expect(rule(change)).toBe('Role.rules');
  });

  test('no rules', () => {
    expect(role({ rules: [] })).toBe('Role.rules');
    expect(role({ rules: undefined })).toBe('Role.rules');
  });

  test('a wildcard whose reason is empty, and takes one with a reason, which it writes down', () => {
    expect(rule({ verbs: ['*'] }, { wildcards: ' ' })).toBe('Role.rules');
    const [manifest] = renderedManifests((chart) => {
      new Role(chart, 'jobs', { rules: [{ ...RULE, verbs: ['*'] }], wildcards: 'the operator owns this namespace' });
    });
    expect(manifest?.metadata.annotations).toEqual({ 'security.cdk8s-mlops/wildcards': 'the operator owns this namespace' });
  });
});

describe('a RoleBinding refuses', () => {
  test.each<[string, string, Partial<RoleBindingProps>]>([
    ['nobody', 'RoleBinding.subjects', { subjects: [] }],
    ['everybody', 'RoleBinding.subjects', { subjects: [Subject.group('system:authenticated')] }],
    ['whoever has not signed in', 'RoleBinding.subjects', { subjects: [Subject.group('system:unauthenticated')] }],
    ['a group without a name', 'RoleBinding.subjects', { subjects: [Subject.group('')] }],
    ['an account that is no name', 'RoleBinding.subjects', { subjects: [Subject.account('Runner')] }],
    ['the whole cluster', 'RoleBinding.role', { role: { clusterRole: 'cluster-admin' } }],
    ['no role', 'RoleBinding.role', { role: undefined }],
  ])('%s', (_, code, props) => {
    expect(binding(props)).toBe(code);
  });
});

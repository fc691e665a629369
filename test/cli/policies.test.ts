import { loadAll } from 'js-yaml';
import { ENFORCEABLE_RULES } from '../../src/check/policy/enforceable';
import { buildCli, Project } from '../support/cli';

const cli = buildCli();
const project = new Project({
  'rules.ts': `
    import type { EnforceableRule, Rule } from 'cdk8s-mlops/check';
    const common = { severity: 'error', title: 'an object without an owner', reason: 'nobody answers', fix: 'add a label' } as const;
    export const owner: EnforceableRule = {
      ...common, code: 'acme.owner', kinds: ['apps/Deployment'], *check() {}, policy: { findings: "['no owner']" },
    };
    export const plain: Rule = { ...common, code: 'acme.plain', *check() {} };
  `,
});
afterAll(() => {
  cli.remove();
  project.remove();
});

const policies = (...args: readonly string[]) => project.run(process.execPath, [cli.file, 'policies', ...args]);
const names = (yaml: string) =>
  (loadAll(yaml) as { kind: string; metadata: { name: string } }[]).map(({ kind, metadata }) => `${kind} ${metadata.name}`);

test('policies prints every rule that a cluster can enforce, policies before their bindings', () => {
  const { code, out, err } = policies();
  expect([code, err]).toEqual([0, '']);
  const codes = Object.keys(ENFORCEABLE_RULES);
  expect(names(out)).toEqual(
    ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'].flatMap((kind) => codes.map((each) => `${kind} rules.${each}`)),
  );
});

test('policies prints those that are named, of your own file too', () => {
  const { code, out, err } = policies(
    'pod.image',
    'acme.owner',
    '--rules',
    'rules.ts',
    '--action',
    'audit',
    '--name',
    'acme',
    '--exempt',
    'a',
    'b',
  );
  expect([code, err]).toEqual([0, '']);
  expect(names(out)).toEqual([
    'ValidatingAdmissionPolicy acme.acme.owner',
    'ValidatingAdmissionPolicy acme.pod.image',
    'ValidatingAdmissionPolicyBinding acme.acme.owner',
    'ValidatingAdmissionPolicyBinding acme.pod.image',
  ]);
  expect(out.match(/ - Audit$/gm)).toHaveLength(2);
  expect(out).toContain('            - a\n            - b\n');
});

test.each([
  ['an unknown code', ['pod.imgae'], 'cli.policies'],
  ['a rule that no cluster can enforce', ['acme.plain', '--rules', 'rules.ts'], 'cli.policies'],
  ['an unknown action', ['--action', 'block'], 'Allowed choices are deny, warn, audit'],
])('policies exits 2 for %s', (_, args, text) => {
  const { code, out, err } = policies(...args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(text);
});

test('policies exits 1 for what no policy can be made of', () => {
  const { code, err } = policies('--name', 'Our rules');
  expect(code).toBe(1);
  expect(err).toContain('[RulePolicies.name]');
});

import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import type { PolicyAction } from '../../../src/check/policy/binding-spec';
import { ENFORCEABLE_RULES, type EnforceableCode } from '../../../src/check/policy/enforceable';
import { podPolicy } from '../../../src/check/policy/pod-policy';
import { RulePolicies, type RulePoliciesProps } from '../../../src/check/policy/rule-policies';
import type { EnforceableRule } from '../../../src/check/rule';
import type { Manifest } from '../../../src/manifest/manifest';
import { fieldsAt, listAt, textAt } from '../../../src/schema/plain-access';
import { codeOf } from '../../support/code-of';
import { renderedManifests, renderedYaml } from '../../support/rendered';
import { schemaFindings } from '../../support/schema-findings';

const CODES = Object.keys(ENFORCEABLE_RULES) as EnforceableCode[];
const CLUSTER = { chart: { namespace: undefined } };

const owner: EnforceableRule = {
  code: 'acme.owner',
  severity: 'error',
  title: 'an object without an owner',
  reason: 'nobody answers when it fails',
  fix: 'add the label acme.io/owner',
  kinds: ['apps/Deployment'],
  *check() {},
  policy: { findings: "has(object.metadata.labels) && 'acme.io/owner' in object.metadata.labels ? [] : ['has no label acme.io/owner']" },
};

const manifests = (props?: RulePoliciesProps) => renderedManifests((chart) => void new RulePolicies(chart, 'rules', props), CLUSTER);
const bindings = (props?: RulePoliciesProps) => manifests(props).filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');
const policies = (props?: RulePoliciesProps) => manifests(props).filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
const actionsOf = (props?: RulePoliciesProps) =>
  Object.fromEntries(bindings(props).map((each) => [each.metadata.name, listAt(each, 'spec', 'validationActions')]));
const textOf = (props: RulePoliciesProps) => JSON.stringify(policies(props));

describe('RulePolicies', () => {
  test('renders a policy and its binding for each rule', () => {
    const yaml = renderedYaml((chart) => {
      new RulePolicies(chart, 'rules', {
        rules: ['pod.image', { rule: 'access.wildcard', action: ['deny', 'audit'], acceptable: false }, owner],
        namespaces: { labels: { team: 'vision' }, exempt: ['monitoring'] },
        trusted: ['system:serviceaccount:kuberay:kuberay-operator'],
      });
    }, CLUSTER);
    expect(yaml).toMatchSnapshot();
  });

  test('holds every enforceable rule when none is named: errors are denied, warnings are warned of', () => {
    expect(actionsOf()).toEqual(
      Object.fromEntries(CODES.map((code) => [`rules.${code}`, [ENFORCEABLE_RULES[code].severity === 'error' ? 'Deny' : 'Warn']])),
    );
  });

  test('takes one action for all, and another for one', () => {
    const actions = actionsOf({ action: ['warn', 'audit'], rules: ['pod.image', { rule: 'pod.token', action: 'deny' }] });
    expect(actions).toEqual({ 'rules.pod.image': ['Warn', 'Audit'], 'rules.pod.token': ['Deny'] });
  });

  test('leaves the namespaces of Kubernetes alone, whatever else is exempt', () => {
    for (const binding of bindings({ namespaces: { exempt: ['monitoring', 'kube-system'] } })) {
      const [expression] = listAt(binding, 'spec', 'matchResources', 'namespaceSelector', 'matchExpressions');
      expect(fieldsAt(expression).values).toEqual(['kube-system', 'kube-public', 'kube-node-lease', 'monitoring']);
    }
  });

  test('knows no acceptance where it is not acceptable', () => {
    expect(textOf({ rules: ['pod.image'] })).toContain('accept.cdk8s-mlops/pod.image');
    expect(textOf({ rules: [{ rule: 'pod.image', acceptable: false }] })).not.toContain('accept.cdk8s-mlops');
  });

  test('tells nobody to accept what cannot be accepted', () => {
    expect(textOf({ rules: ['pod.privileged'] })).toContain('legitimate when a driver needs it: accept it with the reason');
    const refusing = textOf({ rules: [{ rule: 'pod.privileged', acceptable: false }] });
    expect(refusing).toContain('fix: take it away; no annotation accepts this here [pod.privileged]');
    expect(refusing).not.toContain('accept it with');
  });

  test('gives a rule of your own the spec and the containers of the pod, wherever a kind keeps it', () => {
    const images: EnforceableRule = {
      ...owner,
      code: 'acme.registry',
      kinds: ['apps/Deployment', 'batch/CronJob'],
      policy: podPolicy({ findings: "variables.containers.filter(c, !c.image.startsWith('acme.io/')).map(c, c.name)" }),
    };
    const [policy] = policies({ rules: [images] });
    expect(listAt(policy, 'spec', 'variables').map((each) => textAt(each, 'name'))).toEqual([
      'pod',
      'containers',
      'findings',
      'acceptance',
    ]);
  });

  test('says what it made', () => {
    const made = new RulePolicies(new Chart(new App(), 'cluster'), 'rules', { rules: ['pod.image', owner] });
    expect([...made.policies].map(([code, { name }]) => [code, name])).toEqual([
      ['pod.image', 'rules.pod.image'],
      ['acme.owner', 'rules.acme.owner'],
    ]);
  });

  test('compiles with no code that a cluster cannot enforce, and with no action that contradicts itself', () => {
    // @ts-expect-error a cluster keeps its Secrets with their values
    const rules: RulePoliciesProps = { rules: ['secret.plain'] };
    // @ts-expect-error the same, with an action
    const chosen: RulePoliciesProps = { rules: [{ rule: 'identity.twice', action: 'deny' }] };
    // @ts-expect-error Kubernetes does one of both
    const both: RulePoliciesProps = { action: ['deny', 'warn'] };
    // @ts-expect-error a rule without a policy
    const own: RulePoliciesProps = { rules: [{ ...owner, policy: undefined }] };
    for (const props of [rules, chosen, own]) expect(codeOf(() => manifests(props))).toBe('RulePolicies.rules');
    expect(codeOf(() => manifests(both))).toBe('RulePolicies.action');
  });
});

const withPolicy = (policy: object) => ({ rules: [{ ...owner, policy: { ...owner.policy, ...policy } }] });

test.each<[string, string, object]>([
  ['no rule', 'RulePolicies.rules', { rules: [] }],
  ['rules that are no list', 'RulePolicies.rules', { rules: 'pod.image' }],
  ['one rule twice', 'RulePolicies.rules', { rules: ['pod.image', { rule: 'pod.image' }] }],
  ['an unknown code', 'RulePolicies.rules', { rules: ['pod.imgae'] }],
  ['the name of a method', 'RulePolicies.rules', { rules: ['constructor'] }],
  ['what is no rule', 'RulePolicies.rules', { rules: [7] }],
  ['an empty rule', 'RulePolicies.rules', { rules: [null] }],
  ['a code that ends no name', 'RulePolicies.rules', { rules: [{ ...owner, code: 'Acme owner' }] }],
  ['a policy without findings', 'RulePolicies.rules', withPolicy({ findings: undefined })],
  ['variables that are no texts', 'RulePolicies.rules', withPolicy({ variables: { a: 7 } })],
  ['kinds that are no texts', 'RulePolicies.rules', { rules: [{ ...owner, kinds: [7] }] }],
  ['a title of nothing', 'RulePolicies.rules', { rules: [{ ...owner, title: ' ' }] }],
  ['a prop that there is not', 'RulePolicies.props', { rule: ['pod.image'] }],
  ['findings that are none', 'RulePolicies.rules', withPolicy({ findings: ' ' })],
  ['a variable that takes a name of ours', 'RulePolicies.rules', withPolicy({ variables: { findings: '[]' } })],
  ['a variable that CEL cannot name', 'RulePolicies.rules', withPolicy({ variables: { 'a-b': '[]' } })],
  ['every kind', 'RulePolicies.rules', { rules: [{ ...owner, kinds: undefined }] }],
  ['a custom kind without its plural', 'RulePolicies.rules', { rules: [{ ...owner, kinds: ['acme.io/Widget'] }] }],
  ['an acceptance that is no yes or no', 'RulePolicies.rules', { rules: [{ rule: 'pod.image', acceptable: 'no' }] }],
  ['an unknown action', 'RulePolicies.action', { action: 'block' }],
  ['no action', 'RulePolicies.action', { action: [] }],
  ['one action twice', 'RulePolicies.action', { action: ['audit', 'audit'] }],
  ['a name that is none', 'RulePolicies.name', { name: 'Our rules' }],
  ['a name that is too long with the codes', 'ValidatingAdmissionPolicy.name', { name: 'a'.repeat(250) }],
  ['a namespace that is none', 'RulePolicies.namespaces', { namespaces: { exempt: ['Team A'] } }],
  ['a label that is none', 'RulePolicies.namespaces', { namespaces: { labels: { team: 'a b' } } }],
  ['labels that name none', 'RulePolicies.namespaces', { namespaces: { labels: {} } }],
  ['a list of labels', 'RulePolicies.namespaces', { namespaces: { labels: ['team'] } }],
  ['a user that is none', 'RulePolicies.trusted', { trusted: [' '] }],
])('%s is refused', (_, code, props) => {
  expect(codeOf(() => manifests(props as RulePoliciesProps))).toBe(code);
});

test('custom kinds are looked at when their plural is named', () => {
  const [policy] = policies({
    rules: [
      { ...owner, kinds: ['acme.io/Widget'], policy: { ...owner.policy, resources: [{ apiVersion: 'acme.io/v1', resource: 'widgets' }] } },
    ],
  });
  expect(listAt(policy, 'spec', 'matchConstraints', 'resourceRules')).toEqual([
    { apiGroups: ['acme.io'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['widgets'] },
  ]);
});

const action = fc.constantFrom<PolicyAction>('deny', 'warn', 'audit', ['deny', 'audit'], ['warn', 'audit']);
const anyProps: fc.Arbitrary<RulePoliciesProps> = fc.record(
  {
    rules: fc
      .subarray(CODES, { minLength: 1 })
      .chain((codes) =>
        fc.tuple(
          ...codes.map((rule) => fc.oneof(fc.constant(rule), fc.record({ rule: fc.constant(rule), action, acceptable: fc.boolean() }))),
        ),
      ),
    action,
    namespaces: fc.record({ exempt: fc.subarray(['monitoring', 'argocd']), labels: fc.constant({ team: 'a' }) }, { requiredKeys: [] }),
    trusted: fc.array(fc.string({ minLength: 1 }).filter((text) => text.trim() !== '')),
  },
  { requiredKeys: [] },
);

test('whatever is chosen, each rule is one policy and one binding to it, which an API server can take', () => {
  fc.assert(
    fc.property(anyProps, (props) => {
      const all: readonly Manifest[] = manifests(props);
      expect(schemaFindings(all)).toEqual([]);
      const names = (props.rules ?? CODES).map(
        (each) => `rules.${typeof each === 'string' ? each : 'rule' in each ? each.rule : each.code}`,
      );
      const made = all.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect([...made].sort()).toEqual(
        names.flatMap((name) => [`ValidatingAdmissionPolicy ${name}`, `ValidatingAdmissionPolicyBinding ${name}`]).sort(),
      );
      for (const each of all) if (each.kind.endsWith('Binding')) expect(textAt(each, 'spec', 'policyName')).toBe(each.metadata.name);
    }),
    { numRuns: 50 },
  );
});

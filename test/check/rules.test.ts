import { pathText } from '../../src/base/value-path';
import { checkObjects } from '../../src/check/check-objects';
import { readYamlFile } from '../../src/check/input/yaml-file';
import type { Rule } from '../../src/check/rule';
import { RULES } from '../../src/check/rules/all-rules';
import { Schemas } from '../../src/schema/packs/known-schemas';
import { CASES as ALL } from './rule-cases';
import { CAPACITY_CASES } from './rule-cases-capacity';
import { DELIVERY_CASES } from './rule-cases-delivery';
import { REFERENCE_CASES } from './rule-cases-references';
import { NAME_AND_TIME_CASES } from './rule-cases-time';
import { all, container, deployment, META, plain, service } from './rule-yaml';

const schemas = new Schemas();

/** One file, unless comments name several. */
function filesOf(yaml: string): readonly (readonly [file: string, text: string])[] {
  if (!yaml.startsWith('# file: ')) return [['a.yaml', yaml]];
  return yaml.split('---\n').map((text) => [/^# file: (.*)/.exec(text)?.[1] ?? '', text]);
}

const CASES = [...ALL, ...NAME_AND_TIME_CASES, ...DELIVERY_CASES, ...CAPACITY_CASES, ...REFERENCE_CASES];

function found(yaml: string, rules: readonly Rule[] = []): string[] {
  const read = filesOf(yaml).map(([file, text]) => readYamlFile(file, text));
  const objects = read.flatMap((file) => file.objects);
  const findings = read.flatMap((file) => file.findings);
  return [...findings, ...checkObjects(objects, { schemas, rules })].map(({ code, path }) => `${code} ${pathText(path)}`.trim());
}

test.each(CASES)('%s is found', (code, wrong, path) => {
  const codes = found(wrong);
  expect(codes).toContain(`${code} ${path}`);
  expect([...new Set(codes.map((each) => each.split(' ')[0]))]).toEqual([code]);
});

test.each(CASES)('%s says nothing where all is right', (_, __, ___, right) => {
  expect(found(right)).toEqual([]);
});

test.each(CASES.filter(([code]) => code !== 'check.accept'))('%s can be accepted with a reason', (code, wrong) => {
  const annotation = `accept.cdk8s-mlops/${code}: "for a reason"`;
  const accepted = wrong.replace(/metadata: \{name.*/g, (line) =>
    line.includes('annotations: {')
      ? line.replace('annotations: {', `annotations: {${annotation}, `)
      : line.replace('metadata: {', `metadata: {annotations: {${annotation}}, `),
  );
  expect(found(accepted)).toEqual([]);
});

test('every rule has a case here', () => {
  expect([...new Set(CASES.map(([code]) => code))].sort()).toEqual(RULES.map(({ code }) => code).sort());
});

test('codes are unique, and every rule says why and how to fix it', () => {
  expect(new Set(RULES.map(({ code }) => code)).size).toBe(RULES.length);
  for (const { reason, fix, title } of RULES) expect(reason.length > 20 && fix.length > 5 && title.length > 10).toBe(true);
});

test('a rule of a user is ten lines', () => {
  const owned: Rule = {
    code: 'acme.owner',
    severity: 'error',
    title: 'an object without an owner',
    reason: 'nobody answers when it fails',
    fix: 'add the label acme.io/owner',
    *check({ manifest }) {
      const labels = (manifest.metadata as { labels?: Record<string, string> }).labels;
      if (labels?.['acme.io/owner'] === undefined) yield { path: ['metadata', 'labels'], what: 'has no acme.io/owner' };
    },
  };
  expect(found(`apiVersion: v1\nkind: ConfigMap\n${META}`, [owned])).toEqual(['acme.owner metadata.labels']);
});

test('what the server would refuse cannot be accepted', () => {
  expect(
    found(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b, annotations: {accept.cdk8s-mlops/schema.unknown: "please"}}\nspec: {}',
    ),
  ).toEqual(['schema.unknown spec']);
});

test('pods that an operator makes are found by their templates', () => {
  const group = `apiVersion: leaderworkerset.x-k8s.io/v1\nkind: LeaderWorkerSet\n${META}\nspec: {leaderWorkerTemplate: {size: 1, workerTemplate: {metadata: {labels: {app: w}}, spec: {containers: [{name: c, image: i}]}}}}\n`;
  expect(found(all(plain, group, service('selector: {app: w}, ports: [{port: 80}]')))).toEqual([]);
});

test('the older name of a service account counts', () => {
  const spec = `spec: {serviceAccount: own, containers: [${container()}]}`;
  expect(found(`apiVersion: v1\nkind: Pod\n${META}\n${spec}`)).toEqual([]);
});

test.each([
  [
    'a claim',
    'PersistentVolumeClaim',
    'spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 512m}}}',
    'spec.resources.requests.storage',
  ],
  ['a quota', 'ResourceQuota', 'spec: {hard: {limits.memory: 512m, pods: 3}}', 'spec.hard["limits.memory"]'],
  ['a limit', 'LimitRange', 'spec: {limits: [{type: Container, default: {memory: 512m}}]}', 'spec.limits[0].default.memory'],
])('quantity.bytes is found in %s', (_, kind, spec, path) => {
  expect(found(`apiVersion: v1\nkind: ${kind}\n${META}\n${spec}`)).toEqual([`quantity.bytes ${path}`]);
});

test('quantity.bytes is found in the claims of a StatefulSet', () => {
  const claims =
    'volumeClaimTemplates: [{metadata: {name: d}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 512m}}}}]';
  const set = plain.replace('kind: Deployment', 'kind: StatefulSet').replace('minReadySeconds: 0', `serviceName: a\n  ${claims}`);
  expect(found(set)).toEqual(['quantity.bytes spec.volumeClaimTemplates[0].spec.resources.requests.storage']);
});

describe('pod.security-level', () => {
  const namespace = (level: string) =>
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: b, labels: {pod-security.kubernetes.io/enforce: ${level}}}\n`;
  const strict = 'securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}';
  const inLevel = (level: string, pod: string, own = strict) =>
    found(all(namespace(level), deployment(`${pod === '' ? '' : `${pod}, `}containers: [${container(own)}]`)));
  const context = (more: string) => `securityContext: {${more}}`;
  const RIGHT = 'runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}';
  const code = (path: string) => `pod.security-level spec.template.spec.${path}`;

  test('takes what the pod says for its containers', () => {
    expect(inLevel('restricted', context(RIGHT))).toEqual([]);
  });

  test('finds what the pod says though each container says better', () => {
    const own = strict.replace('{allow', '{runAsUser: 1000, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}, allow');
    const wrong = context('runAsUser: 0, runAsNonRoot: false, seccompProfile: {type: Unconfined}');
    const paths = ['seccompProfile', 'runAsNonRoot', 'runAsUser'].map((field) => code(`securityContext.${field}`));
    expect(inLevel('restricted', wrong, own)).toEqual(paths);
    expect(inLevel('baseline', wrong, own)).toEqual(paths.slice(0, 1));
  });

  test('lets in root of a pod with users of its own', () => {
    expect(inLevel('restricted', `hostUsers: false, ${context('runAsUser: 0, seccompProfile: {type: RuntimeDefault}')}`)).toEqual([]);
  });

  test('asks of Windows only what it has', () => {
    expect(inLevel('restricted', `os: {name: windows}, ${context('runAsNonRoot: true')}`, '')).toEqual([]);
    expect(inLevel('restricted', 'os: {name: windows}', '')).toEqual([code('containers[0].securityContext.runAsNonRoot')]);
  });

  test.each([
    [
      'a sysctl of the node',
      context('sysctls: [{name: net.ipv4.tcp_rmem, value: "1"}, {name: kernel.msgmax, value: "1"}]'),
      '',
      'securityContext.sysctls[1]',
    ],
    ['no AppArmor', '', 'securityContext: {appArmorProfile: {type: Unconfined}}', 'containers[0].securityContext.appArmorProfile'],
    ['another type of SELinux', context('seLinuxOptions: {type: spc_t}'), '', 'securityContext.seLinuxOptions'],
    ['a user of SELinux', '', 'securityContext: {seLinuxOptions: {user: u}}', 'containers[0].securityContext.seLinuxOptions'],
    ['a probe of another host', '', 'readinessProbe: {httpGet: {port: 80, host: 10.0.0.1}}', 'containers[0].readinessProbe.httpGet.host'],
    ['an unmasked /proc', '', 'securityContext: {procMount: Unmasked}', 'containers[0].securityContext.procMount'],
  ])('finds %s at baseline', (_, pod, own, path) => {
    expect(inLevel('baseline', pod, own)).toContain(code(path));
  });

  test('lets a pod with users of its own see /proc at baseline, and not at restricted', () => {
    const unmasked = strict.replace('{allow', '{procMount: Unmasked, allow');
    expect(inLevel('baseline', 'hostUsers: false', unmasked)).toEqual([]);
    const pod = `hostUsers: false, ${context('seccompProfile: {type: RuntimeDefault}')}`;
    expect(inLevel('restricted', pod, unmasked)).toEqual([code('containers[0].securityContext.procMount')]);
  });
});

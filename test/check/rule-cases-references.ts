import type { RuleCase } from './rule-cases';
import { files } from './rule-cases-delivery';
import { all, container, deployment, META, POD } from './rule-yaml';

const uses = (more: string, pod = '') => deployment(`containers: [${container(more)}]${pod}`);
const secretEnv = (name: string, key = 'k') => `env: [{name: A, valueFrom: {secretKeyRef: {name: ${name}, key: ${key}}}}]`;
const configEnv = (key: string) => `env: [{name: A, valueFrom: {configMapKeyRef: {name: a, key: ${key}}}}]`;
const configMap = `apiVersion: v1\nkind: ConfigMap\n${META}\ndata: {level: debug}\n`;
const external = (name: string, target = '') =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: ${name}, namespace: b}\nspec: {secretStoreRef: {name: s}, dataFrom: [{extract: {key: k}}]${target}}\n`;
/** As SOPS leaves it: names in clear, values not. */
const encrypted = (name: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: b}\nstringData: {token: "ENC[AES256_GCM,data:a]"}\nsops: {mac: "ENC[AES256_GCM,data:b]"}\n`;
const generator =
  'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nsecretGenerator: [{name: made, literals: [a=b]}]\nconfigMapGenerator: [{name: made, literals: [a=b]}]\n';
const certificate =
  'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: c, namespace: b}\nspec: {secretName: web-tls, issuerRef: {name: i}, dnsNames: [a.example]}\n';
const release =
  'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: r, namespace: b}\nspec: {interval: 1h, chart: {spec: {chart: c, sourceRef: {kind: HelmRepository, name: h}}}}\n';

const NAME = `${POD}.containers[0].env[0].valueFrom.secretKeyRef.name`;

/** What pods name, and who makes it. */
export const REFERENCE_CASES: readonly RuleCase[] = [
  ['reference.pod', all(external('token'), uses(secretEnv('password'))), NAME, all(external('token'), uses(secretEnv('token')))],
  [
    'reference.pod',
    all(external('token', ', target: {name: other}'), uses(secretEnv('token'))),
    NAME,
    all(external('token', ', target: {name: other}'), uses(secretEnv('other'))),
  ],
  ['reference.pod', all(encrypted('token'), uses(secretEnv('tokn'))), NAME, all(encrypted('token'), uses(secretEnv('token', 'token')))],
  [
    'reference.pod',
    all(external('token'), uses('', ', volumes: [{name: v, secret: {secretName: tls}}]')),
    `${POD}.volumes[0].secret.secretName`,
    all(external('token'), certificate, uses('', ', volumes: [{name: v, secret: {secretName: web-tls}}]')),
  ],
  // Where nothing else makes Secrets in Git, where a chart makes more, and where a pod can do without.
  ['reference.pod', all(external('token'), uses(secretEnv('password'))), NAME, uses(secretEnv('password'))],
  [
    'reference.pod',
    all(external('token'), uses(secretEnv('password'))),
    NAME,
    files(['b/all.yaml', external('token')], ['b/release.yaml', release], ['b/pods.yaml', uses(secretEnv('password'))]),
  ],
  [
    'reference.pod',
    all(external('token'), uses('envFrom: [{secretRef: {name: password}}]')),
    `${POD}.containers[0].envFrom[0].secretRef.name`,
    all(external('token'), uses('envFrom: [{secretRef: {name: password, optional: true}}]')),
  ],
  [
    'reference.pod',
    all(external('token'), configMap, generator, uses(`envFrom: [{configMapRef: {name: missing}}]`)),
    `${POD}.containers[0].envFrom[0].configMapRef.name`,
    all(external('token'), configMap, generator, uses(`envFrom: [{configMapRef: {name: made}}], ${secretEnv('made')}`)),
  ],
  [
    'reference.key',
    all(configMap, uses(configEnv('levle'))),
    `${POD}.containers[0].env[0].valueFrom.configMapKeyRef.key`,
    all(configMap, uses(configEnv('level'))),
  ],
  [
    'reference.key',
    all(encrypted('token'), uses('', ', volumes: [{name: v, secret: {secretName: token, items: [{key: tokn, path: p}]}}]')),
    `${POD}.volumes[0].secret.items[0].key`,
    all(encrypted('token'), uses('', ', volumes: [{name: v, secret: {secretName: token, items: [{key: token, path: p}]}}]')),
  ],
];

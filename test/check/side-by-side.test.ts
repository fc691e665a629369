import { checkObjects } from '../../src/check/check-objects';
import { readYamlFile } from '../../src/check/input/yaml-file';
import { Schemas } from '../../src/schema/packs/known-schemas';

const QUOTA = `apiVersion: v1
kind: ResourceQuota
metadata: {name: team, namespace: a}
spec: {hard: {requests.memory: 4Gi}}
`;

function pod(memory: string): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: server, namespace: a}
spec:
  automountServiceAccountToken: false
  containers:
    - name: main
      image: a@sha256:${'a'.repeat(64)}
      resources: {requests: {cpu: 1, memory: ${memory}}, limits: {memory: ${memory}}}
`;
}

function said(files: Readonly<Record<string, string>>): string[] {
  const objects = Object.entries(files).flatMap(([file, text]) => readYamlFile(file, text).objects);
  return checkObjects(objects, { schemas: new Schemas() }).map(({ code, subject }) => `${code} ${subject?.file}`);
}

test('two clusters side by side are not added up', () => {
  expect(
    said({
      'dist/prod/quota.yaml': QUOTA,
      'dist/prod/pod.yaml': pod('3Gi'),
      'dist/staging/quota.yaml': QUOTA,
      'dist/staging/pod.yaml': pod('3Gi'),
    }),
  ).toEqual([]);
});

test('each is held against its own', () => {
  expect(
    said({
      'dist/prod/quota.yaml': QUOTA,
      'dist/prod/pod.yaml': pod('3Gi'),
      'dist/staging/quota.yaml': QUOTA,
      'dist/staging/pod.yaml': pod('5Gi'),
    }),
  ).toEqual(['quota.pods dist/staging/quota.yaml']);
});

test('an object that comes again in one tree is there twice, also when another tree has it', () => {
  expect(said({ 'prod/one.yaml': QUOTA, 'prod/two.yaml': QUOTA, 'staging/one.yaml': QUOTA })).toEqual(['identity.twice prod/one.yaml']);
});

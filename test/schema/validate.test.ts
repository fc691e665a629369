import fc from 'fast-check';
import { pathText } from '../../src/base/value-path';
import { Schemas } from '../../src/schema/packs/known-schemas';
import { type AnyObject, validateObject } from '../../src/schema/validate-object';

const schemas = new Schemas();

const deployment = (spec: object = {}, container: object = {}): AnyObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'scorer', namespace: 'scoring' },
  spec: {
    selector: { matchLabels: { app: 'scorer' } },
    template: { metadata: { labels: { app: 'scorer' } }, spec: { containers: [{ name: 'main', image: 'scorer:1', ...container }] } },
    ...spec,
  },
});

const custom = (apiVersion: string, kind: string, spec: unknown): AnyObject => ({ apiVersion, kind, metadata: { name: 'a' }, spec });

function found(object: AnyObject): string[] {
  return validateObject(schemas, object).findings.map(({ code, path, what, fix }) => `${pathText(path)} ${what}; ${fix} [${code}]`);
}

test('a right object has no finding', () => {
  expect(found(deployment())).toEqual([]);
});

const CONTAINER = 'spec.template.spec.containers[0]';

test.each<[string, AnyObject, string]>([
  [
    'an unknown field, with the one that was meant',
    deployment({ replica: 2 }),
    'spec.replica is an unknown field; did you mean "replicas"? [schema.unknown]',
  ],
  [
    'another case of a field',
    deployment({}, { imagepullpolicy: 'Always' }),
    `${CONTAINER}.imagepullpolicy is an unknown field; did you mean "imagePullPolicy"? [schema.unknown]`,
  ],
  [
    'a number in quotes',
    deployment({ replicas: '2' }),
    'spec.replicas is "2", and a whole number belongs there; write it without quotes: 2 [schema.type]',
  ],
  [
    'a number where text belongs',
    deployment({}, { env: [{ name: 'A', value: 1 }] }),
    `${CONTAINER}.env[0].value is 1, and text belongs there; write it in quotes: "1" [schema.type]`,
  ],
  ['a missing field', deployment({ selector: undefined }), 'spec.selector is missing; add it [schema.required]'],
  [
    'a word of another case',
    deployment({}, { imagePullPolicy: 'always' }),
    `${CONTAINER}.imagePullPolicy is "always", which is none of Always, IfNotPresent, Never; write Always [schema.enum]`,
  ],
  [
    'a number out of range',
    deployment({ replicas: -1 }),
    'spec.replicas is -1, and at least 0 is asked for; write at least 0 [schema.range]',
  ],
  [
    'one variable twice',
    deployment({}, { env: [{ name: 'A' }, { name: 'A' }] }),
    `${CONTAINER}.env[1] has the same name "A" as item 0; remove one of them, or give it another [schema.duplicate]`,
  ],
  [
    'no quantity',
    deployment({}, { resources: { requests: { memory: '1 GB' } } }),
    `${CONTAINER}.resources.requests.memory is "1 GB", which is not a quantity of zero or more, such as 500m or 2Gi; write a quantity of zero or more, such as 500m or 2Gi [schema.format]`,
  ],
  [
    'two sources of one volume',
    deployment({
      template: {
        metadata: { labels: { app: 'scorer' } },
        spec: { containers: [{ name: 'a', image: 'a' }], volumes: [{ name: 'v', emptyDir: {}, hostPath: { path: '/' } }] },
      },
    }),
    'spec.template.spec.volumes[0] sets emptyDir and hostPath, and only one of them may stand there; keep one of emptyDir, hostPath [schema.choice]',
  ],
  [
    'a field of a custom kind',
    custom('keda.sh/v1alpha1', 'ScaledObject', { scaleTargetRef: { name: 'a' }, triggers: [{ type: 'cron', metadata: {} }], cooldown: 1 }),
    'spec.cooldown is an unknown field; remove it from spec [schema.unknown]',
  ],
  [
    'a pattern of a custom kind',
    custom('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
      interval: '5 min',
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'a' },
    }),
    'spec.interval is "5 min", which does not match ^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$; write a value that matches [schema.pattern]',
  ],
  [
    'null in a custom kind',
    custom('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
      interval: null,
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'a' },
    }),
    'spec.interval is null, and text belongs there; remove the field, or give it a value [schema.type]',
  ],
  [
    'a label with a space',
    { ...deployment(), metadata: { name: 'a', labels: { team: 'a b' } } },
    'metadata.labels.team is "a b", which is not a label value (letters, digits, "-", "_", ".") of at most 63 characters; use a shorter value of letters, digits, "-", "_" and ".", or an annotation [schema.metadata]',
  ],
  [
    'an annotation that is a number',
    { ...deployment(), metadata: { name: 'a', annotations: { 'a.io/b': 1 } } },
    'metadata.annotations["a.io/b"] is 1, and text belongs there; write it in quotes: "1" [schema.type]',
  ],
  [
    'a name with capitals',
    { ...deployment(), metadata: { name: 'Scorer' } },
    'metadata.name must be a DNS name (a-z, 0-9, "-", ".") of at most 253 characters, got "Scorer"; use a DNS name (a-z, 0-9, "-", ".") [schema.metadata]',
  ],
  [
    'no name',
    { ...deployment(), metadata: {} },
    'metadata.name is required; add apiVersion, kind and metadata.name: they identify an object [schema.required]',
  ],
])('%s is a finding', (_, object, text) => {
  expect(found(object)).toEqual([text]);
});

test('null counts as left out in what Kubernetes ships', () => {
  expect(found(deployment({ replicas: null }, { resources: null }))).toEqual([]);
});

test('a kind without a schema is named', () => {
  expect(validateObject(schemas, custom('example.com/v1', 'Widget', {})).unknownKind).toBe('example.com/v1/Widget');
});

test('two forms of one value are both taken: ports and percentages', () => {
  const rolling = (maxSurge: unknown) => deployment({ strategy: { rollingUpdate: { maxSurge } } });
  expect([...found(rolling(1)), ...found(rolling('25%'))]).toEqual([]);
  expect(found(rolling('a quarter'))).toHaveLength(1);
});

test('no data makes it throw or hang', () => {
  const kinds = fc.constantFrom(...schemas.kinds());
  fc.assert(
    fc.property(kinds, fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (key, fields, metadata) => {
      const slash = key.lastIndexOf('/');
      const object = { ...fields, apiVersion: key.slice(0, slash), kind: key.slice(slash + 1), metadata };
      expect(Array.isArray(validateObject(schemas, object as AnyObject).findings)).toBe(true);
    }),
  );
});

test('every kind refuses a field that no schema knows, or says that it is open', () => {
  const strict = schemas.kinds().filter((key) => {
    const slash = key.lastIndexOf('/');
    const object = { apiVersion: key.slice(0, slash), kind: key.slice(slash + 1), metadata: { name: 'a' }, noSuchField: true };
    return validateObject(schemas, object).findings.some(({ code }) => code === 'schema.unknown');
  });
  expect(schemas.kinds().filter((key) => !strict.includes(key))).toEqual([]);
});

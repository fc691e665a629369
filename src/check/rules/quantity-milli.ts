import type { ValuePath } from '../../base/value-path';
import { fieldsAt, listAt } from '../../schema/plain-access';
import { quantityValue } from '../../schema/quantity';
import type { CheckedObject } from '../index/checked-object';
import { eachContainer, POD_KINDS, podOf } from '../index/pods';
import { cel, celList } from '../policy/cel';
import { shippedPodPolicy } from '../policy/pod-policy';
import type { EnforceableRule, RuleFinding } from '../rule';

const BYTES = '^(requests[.]|limits[.])?(memory|storage|ephemeral-storage|hugepages-.*)$';
const BYTES_PATTERN = new RegExp(BYTES);

/** Amounts of a LimitRange; its ratios are none. */
const LIMIT_FIELDS = ['default', 'defaultRequest', 'max', 'min'];

/** The same places as those of {@link amountPaths}, in CEL. */
const AMOUNTS: readonly { readonly title: string; readonly of: string; readonly each: string; readonly amounts: string }[] = [
  { title: "'requests of container ' + c.name", of: 'variables.containers', each: 'c', amounts: 'c.?resources.?requests' },
  { title: "'limits of container ' + c.name", of: 'variables.containers', each: 'c', amounts: 'c.?resources.?limits' },
  { title: "'requests'", of: '[variables.pod]', each: 'pod', amounts: 'pod.?resources.?requests' },
  { title: "'limits'", of: '[variables.pod]', each: 'pod', amounts: 'pod.?resources.?limits' },
  { title: "'quota'", of: '[variables.pod]', each: 'quota', amounts: 'quota.?hard' },
  ...LIMIT_FIELDS.map((field) => ({ title: `'${field}'`, of: 'variables.limits', each: 'limit', amounts: `limit.?${field}` })),
  {
    title: "'claim ' + claim.metadata.name",
    of: 'dyn(object).?spec.?volumeClaimTemplates.orValue([])',
    each: 'claim',
    amounts: 'claim.?spec.?resources.?requests',
  },
];

/** Memory in thousandths of a byte. */
export const quantityMilli: EnforceableRule = {
  code: 'quantity.bytes',
  severity: 'error',
  title: 'memory or storage of less than a kibibyte: `m` means thousandths, `M` means millions',
  reason: '512m of memory is half a byte: the container is killed at once',
  fix: 'write Mi for mebibytes, for example 512Mi',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/',
  kinds: [...POD_KINDS, '/PersistentVolumeClaim', '/LimitRange', '/ResourceQuota'],
  *check(object) {
    for (const path of amountPaths(object)) yield* tiny(path, fieldsAt(object.manifest, ...path));
  },
  policy: shippedPodPolicy({
    variables: {
      limits: celList('variables.pod', 'limits'),
      // Each a pair: what the amounts are of, and the amounts by resource.
      amounts: cel`
        ${AMOUNTS.map(({ title, of, each, amounts }) => `${of}.map(${each}, [dyn(${title}), dyn(${amounts}.orValue({}))])`).join('\n        + ')}`,
    },
    findings: cel`
      variables.amounts
        .map(pair, string(pair[0]) + ': ' + pair[1]
          .filter(name, name.matches('${BYTES}')
            && quantity(string(pair[1][name])).isGreaterThan(quantity('0'))
            && quantity(string(pair[1][name])).isLessThan(quantity('1Ki')))
          .map(name, name + ' is ' + string(pair[1][name])).join(', '))
        .filter(text, !text.endsWith(': '))`,
  }),
};

/** Where an object of those kinds has amounts by resource. */
function* amountPaths(object: CheckedObject): Iterable<ValuePath> {
  for (const { path } of eachContainer(object)) yield* requestsAndLimits(path);
  const pod = podOf(object);
  yield* requestsAndLimits(pod?.path ?? ['spec']);
  yield ['spec', 'hard'];
  for (const index of listAt(object.manifest, 'spec', 'limits').keys())
    for (const field of LIMIT_FIELDS) yield ['spec', 'limits', index, field];
  for (const index of listAt(object.manifest, 'spec', 'volumeClaimTemplates').keys())
    yield ['spec', 'volumeClaimTemplates', index, 'spec', 'resources', 'requests'];
}

function requestsAndLimits(path: ValuePath): ValuePath[] {
  return ['requests', 'limits'].map((field) => [...path, 'resources', field]);
}

function* tiny(path: ValuePath, amounts: Readonly<Record<string, unknown>>): Iterable<RuleFinding> {
  for (const [name, amount] of Object.entries(amounts)) {
    const bytes = BYTES_PATTERN.test(name) ? quantityValue(amount) : undefined;
    if (bytes !== undefined && bytes > 0 && bytes < 1024) yield { path: [...path, name], what: `is ${amount}, which is ${bytes} bytes` };
  }
}

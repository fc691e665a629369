import { fieldsAt } from '../../schema/plain-access';
import { quantityValue } from '../../schema/quantity';
import type { ValuePath } from '../../schema/schema-finding';
import type { Rule, RuleFinding } from '../rule';
import { eachContainer, POD_KINDS } from './each-container';

const BYTES = /^(requests\.|limits\.)?(memory|storage|ephemeral-storage|hugepages-.*)$/;

/** Memory in thousandths of a byte. */
export const quantityMilli: Rule = {
  code: 'quantity.bytes',
  severity: 'error',
  title: 'memory or storage of less than a kibibyte: `m` means thousandths, `M` means millions',
  reason: '512m of memory is half a byte: the container is killed at once',
  fix: 'write Mi for mebibytes, for example 512Mi',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/',
  kinds: [...POD_KINDS, '/PersistentVolumeClaim', '/LimitRange', '/ResourceQuota'],
  *check(object) {
    for (const { path, container } of eachContainer(object)) {
      for (const field of ['requests', 'limits']) yield* tiny([...path, 'resources', field], fieldsAt(container, 'resources', field));
    }
    const { manifest } = object;
    yield* tiny(['spec', 'resources', 'requests'], fieldsAt(manifest, 'spec', 'resources', 'requests'));
    yield* tiny(['spec', 'hard'], fieldsAt(manifest, 'spec', 'hard'));
  },
};

function* tiny(path: ValuePath, amounts: Readonly<Record<string, unknown>>): Iterable<RuleFinding> {
  for (const [name, amount] of Object.entries(amounts)) {
    const bytes = BYTES.test(name) ? quantityValue(amount) : undefined;
    if (bytes !== undefined && bytes > 0 && bytes < 1024) yield { path: [...path, name], what: `is ${amount}, which is ${bytes} bytes` };
  }
}

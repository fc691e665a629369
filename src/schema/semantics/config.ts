import { TEXT_FORMATS } from '../formats';
import { fieldsAt, textAt } from '../plain-access';
import type { Semantics } from './semantics';

const MAX_BYTES = 1024 * 1024;

/** Keys that a type of Secret must have. @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-types */
const SECRET_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/basic-auth': [],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

/** Keys and size of a ConfigMap or a Secret. */
export const configSemantics: Semantics = (object, report) => {
  const [data, binary, texts] = [fieldsAt(object, 'data'), fieldsAt(object, 'binaryData'), fieldsAt(object, 'stringData')];
  let bytes = 0;
  for (const [field, entries] of Object.entries({ data, binaryData: binary, stringData: texts })) {
    for (const [key, value] of Object.entries(entries)) {
      bytes += typeof value === 'string' ? Buffer.byteLength(value) * (field === 'binaryData' || object.kind === 'Secret' ? 0.75 : 1) : 0;
      if (!TEXT_FORMATS['config-key']?.test(key))
        report([field, key], 'is a key of other signs than letters, digits, "-", "_" and "."', 'rename it');
    }
  }
  for (const key of Object.keys(data))
    if (Object.hasOwn(binary, key)) report(['data', key], 'stands in binaryData too', 'remove one of them');
  if (bytes > MAX_BYTES)
    report(
      [object.kind === 'Secret' ? 'stringData' : 'data'],
      `holds ${Math.round(bytes)} bytes, and ${MAX_BYTES} are allowed`,
      'split it, or put it on a volume',
    );
  if (object.kind !== 'Secret') return;
  for (const key of SECRET_KEYS[textAt(object, 'type') ?? ''] ?? []) {
    if (data[key] === undefined && texts[key] === undefined)
      report(['data', key], `is missing, and type ${object.type} needs it`, 'add it');
  }
};

import { LABEL_VALUE } from '../../base/names';
import { nearestWord } from '../../base/nearest-word';
import { valueText } from '../schema-finding';
import { TEXT_FORMATS } from './formats';
import type { Walk } from './walk';

type FieldCheck = (walk: Walk, value: unknown) => void;

/** All annotations of an object together, keys and values. @see https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/api/validation/objectmeta.go */
const MAX_ANNOTATION_BYTES = 256 * 1024;

const FIELDS: Readonly<Record<string, FieldCheck>> = {
  name: text,
  generateName: text,
  namespace: text,
  labels,
  annotations,
  finalizers,
  ownerReferences,
  uid: text,
  resourceVersion: text,
  selfLink: text,
  generation: whole,
  deletionGracePeriodSeconds: whole,
  creationTimestamp: time,
  deletionTimestamp: time,
  managedFields: () => {},
};

/** Metadata of an object or a template: the same fields and rules for every kind. */
export function checkMetadata(walk: Walk, metadata: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(metadata)) {
    if (value === undefined || value === null) continue;
    walk.path.push(name);
    const check = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (check !== undefined) check(walk, value);
    else {
      const near = nearestWord(name, Object.keys(FIELDS));
      walk.report('schema.unknown', 'is an unknown field of metadata', near === undefined ? 'remove it' : `did you mean "${near}"?`);
    }
    walk.path.pop();
  }
}

function text(walk: Walk, value: unknown): void {
  if (typeof value !== 'string')
    walk.report('schema.type', `is ${valueText(value)}, and text belongs there`, `write it in quotes: "${value}"`);
}

function whole(walk: Walk, value: unknown): void {
  if (!Number.isInteger(value)) walk.report('schema.type', `is ${valueText(value)}, and a whole number belongs there`, 'remove it');
}

function time(walk: Walk, value: unknown): void {
  if (typeof value === 'string' && TEXT_FORMATS['date-time']?.test(value)) return;
  walk.report('schema.format', `is ${valueText(value)}, which is no time`, 'remove it: the server sets it');
}

function labels(walk: Walk, value: unknown): void {
  eachText(walk, value, (entry) => {
    if (entry.length <= LABEL_VALUE.max && LABEL_VALUE.pattern.test(entry)) return;
    const what = `is ${valueText(entry)}, which is not ${LABEL_VALUE.title} of at most ${LABEL_VALUE.max} characters`;
    walk.report('schema.metadata', what, 'use a shorter value of letters, digits, "-", "_" and ".", or an annotation');
  });
}

function annotations(walk: Walk, value: unknown): void {
  let bytes = 0;
  eachText(walk, value, (entry, key) => {
    bytes += Buffer.byteLength(key) + Buffer.byteLength(entry);
  });
  if (bytes <= MAX_ANNOTATION_BYTES) return;
  walk.report('schema.metadata', `hold ${bytes} bytes together, and ${MAX_ANNOTATION_BYTES} are allowed`, 'move the text to a ConfigMap');
}

function eachText(walk: Walk, value: unknown, check: (entry: string, key: string) => void): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    walk.report('schema.type', `is ${valueText(value)}, and a map of texts belongs there`, 'write key: "value" pairs');
    return;
  }
  const isAnnotations = walk.path.at(-1) === 'annotations';
  for (const [key, entry] of Object.entries(value)) {
    walk.path.push(key);
    // Annotations may have capital letters in the prefix of a key; labels may not.
    const name = isAnnotations ? key.toLowerCase() : key;
    if (!TEXT_FORMATS['qualified-name']?.test(name)) {
      const what = 'is a key that is not [prefix/]name with a name of at most 63 letters, digits, "-", "_", "."';
      walk.report('schema.metadata', what, 'use a key such as "example.com/team"');
    }
    if (typeof entry === 'string') check(entry, key);
    else if (entry !== null) walk.report('schema.type', `is ${valueText(entry)}, and text belongs there`, `write it in quotes: "${entry}"`);
    walk.path.pop();
  }
}

function finalizers(walk: Walk, value: unknown): void {
  if (!Array.isArray(value)) {
    walk.report('schema.type', `is ${valueText(value)}, and a list belongs there`, 'write a list');
    return;
  }
  for (const [index, entry] of value.entries()) {
    if (typeof entry === 'string' && TEXT_FORMATS['qualified-name']?.test(entry)) continue;
    walk.report('schema.metadata', `is ${valueText(entry)}, which is no qualified name`, 'use a name such as "example.com/guard"', [index]);
  }
}

const OWNER_FIELDS = ['apiVersion', 'kind', 'name', 'uid'];

function ownerReferences(walk: Walk, value: unknown): void {
  if (!Array.isArray(value)) {
    walk.report('schema.type', `is ${valueText(value)}, and a list belongs there`, 'remove it');
    return;
  }
  for (const [index, owner] of value.entries()) {
    for (const field of OWNER_FIELDS) {
      if (typeof owner === 'object' && typeof owner?.[field] === 'string' && owner[field] !== '') continue;
      walk.report('schema.required', 'is missing', 'remove the owner reference: a file cannot know the uid', [index, field]);
    }
  }
}

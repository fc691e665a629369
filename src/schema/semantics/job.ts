import { indexSuffix } from '../../base/derived-names';
import { DNS_LABEL, LABEL_VALUE } from '../../base/names';
import type { ValuePath } from '../../base/value-path';
import { type Fields, fieldsAt, listAt, numberAt, textAt, valueAt } from '../plain-access';
import { podContainers } from '../pod-template';
import type { Report, Semantics } from '../schema-finding';

/** The parts of a job, also of one inside a CronJob. */
export const jobSemantics: Semantics = (object, report) => {
  const path = object.kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec'] : ['spec'];
  const spec = fieldsAt(object, ...path);
  const restart = textAt(spec, 'template', 'spec', 'restartPolicy');
  if (restart !== 'Never' && restart !== 'OnFailure') {
    const what = restart === undefined ? 'is missing, and the default (Always) would never end' : `is ${restart}, and a job ends`;
    report([...path, 'template', 'spec', 'restartPolicy'], what, 'write Never, or OnFailure to start again in the same pod');
  }
  if (valueAt(spec, 'selector') !== undefined && valueAt(spec, 'manualSelector') !== true)
    report([...path, 'selector'], 'is made by the server', 'remove it');
  if (object.kind === 'Job') podNames(object, spec, report);
  indexed(path, spec, report);
  failurePolicy(path, spec, restart, report);
};

/** The server puts the name into a label of the pods, and for numbered ones into their host names. */
function podNames(object: Fields, spec: Fields, report: Report): void {
  const name = textAt(object, 'metadata', 'name') ?? '';
  const completions = numberAt(spec, 'completions');
  const path = ['metadata', 'name'];
  if (name.length > LABEL_VALUE.max) {
    report(path, `has ${name.length} characters, and the pods carry it in a label of at most ${LABEL_VALUE.max}`, 'shorten it');
  } else if (textAt(spec, 'completionMode') === 'Indexed' && completions !== undefined && completions > 0) {
    const host = `${name}${indexSuffix(completions)}`;
    if (host.length > DNS_LABEL.max || !DNS_LABEL.pattern.test(host))
      report(
        path,
        `makes the host name ${host}, which is not ${DNS_LABEL.title} of at most ${DNS_LABEL.max} characters`,
        'use a shorter name without dots',
      );
  }
}

function indexed(path: ValuePath, spec: Fields, report: Report): void {
  const isIndexed = textAt(spec, 'completionMode') === 'Indexed';
  if (isIndexed && valueAt(spec, 'completions') === undefined)
    report([...path, 'completions'], 'is missing, and completionMode Indexed counts with it', 'set it');
  if (isIndexed && (numberAt(spec, 'parallelism') ?? 1) > 100_000)
    report([...path, 'parallelism'], 'is more than 100000, the most for indexed jobs', 'write less');
  for (const field of ['backoffLimitPerIndex', 'successPolicy']) {
    if (!isIndexed && valueAt(spec, field) !== undefined)
      report([...path, field], 'needs completionMode Indexed', 'set completionMode: Indexed, or remove it');
  }
  if (valueAt(spec, 'maxFailedIndexes') !== undefined && valueAt(spec, 'backoffLimitPerIndex') === undefined) {
    report([...path, 'maxFailedIndexes'], 'needs backoffLimitPerIndex', 'set backoffLimitPerIndex, or remove it');
  }
}

function failurePolicy(path: ValuePath, spec: Fields, restart: string | undefined, report: Report): void {
  if (valueAt(spec, 'podFailurePolicy') === undefined) return;
  const at = [...path, 'podFailurePolicy'];
  if (restart !== 'Never') report(at, 'needs restartPolicy Never', 'set template.spec.restartPolicy: Never');
  const names = podContainers({ path: [], spec: fieldsAt(spec, 'template', 'spec') }).map(({ container }) => container.name);
  for (const [index, rule] of listAt(spec, 'podFailurePolicy', 'rules').entries()) {
    const name = textAt(rule, 'onExitCodes', 'containerName');
    const here = [...at, 'rules', index];
    if (name !== undefined && !names.includes(name))
      report(
        [...here, 'onExitCodes', 'containerName'],
        `is "${name}", and the pod has no such container`,
        `write one of ${names.join(', ')}`,
      );
    const values = listAt(rule, 'onExitCodes', 'values') as readonly number[];
    if (values.some((value, position) => position > 0 && value <= (values[position - 1] as number)))
      report([...here, 'onExitCodes', 'values'], 'are not in rising order', 'sort them, each once');
    if (textAt(rule, 'onExitCodes', 'operator') === 'In' && values.includes(0))
      report([...here, 'onExitCodes', 'values'], 'hold 0, which is no failure', 'remove it');
    if (textAt(rule, 'action') === 'FailIndex' && valueAt(spec, 'backoffLimitPerIndex') === undefined)
      report([...here, 'action'], 'is FailIndex, which needs backoffLimitPerIndex', 'set it');
    if (
      Array.isArray(valueAt(rule, 'onPodConditions')) &&
      listAt(rule, 'onPodConditions').length === 0 &&
      valueAt(rule, 'onExitCodes') === undefined
    )
      report([...here, 'onPodConditions'], 'is empty', 'add a condition');
  }
}

const MACROS = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every\s+\S+)$/;

/** The shape of a schedule; its fields one by one are the business of `cron.ts`, which constructs use. */
export const cronSemantics: Semantics = (object, report) => {
  const schedule = textAt(object, 'spec', 'schedule') ?? '';
  const fields = schedule.trim().split(/\s+/);
  const path = ['spec', 'schedule'];
  if (/TZ=/.test(schedule)) report(path, 'names a time zone', 'use spec.timeZone');
  else if (schedule.startsWith('@')) {
    if (!MACROS.test(schedule)) report(path, `is "${schedule}", which is no known macro`, 'write five fields, or @daily');
  } else if (fields.length !== 5)
    report(path, `has ${fields.length} fields, and a schedule has five`, 'write minute, hour, day of month, month, day of week');
  else
    for (const [index, field] of fields.entries()) cronField(path, field, FIELD_RANGES[index] as readonly [string, number, number], report);
  const zone = textAt(object, 'spec', 'timeZone');
  if (zone !== undefined && !isTimeZone(zone))
    report(['spec', 'timeZone'], `is "${zone}", which is no IANA name`, 'use a name such as "Europe/Berlin" or "Etc/UTC"');
};

const FIELD_RANGES: readonly (readonly [title: string, min: number, max: number, names?: RegExp])[] = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day of month', 1, 31],
  ['month', 1, 12, /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/gi],
  ['day of week', 0, 6, /sun|mon|tue|wed|thu|fri|sat/gi],
];

function cronField(
  path: ValuePath,
  field: string,
  [title, min, max, names]: readonly [string, number, number, RegExp?],
  report: Report,
): void {
  const numeric = names === undefined ? field : field.replace(names, (name) => String(nameValue(title, name)));
  const right = numeric.split(',').every((part) => {
    const [, first, last, step] = /^(?:[*?]|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? [undefined, '-1'];
    if (step !== undefined && Number(step) === 0) return false;
    const [from, to] = [Number(first ?? min), Number(last ?? first ?? max)];
    return from >= min && to <= max && from <= to;
  });
  if (!right)
    report(path, `has the ${title} "${field}", which is not understood`, `use "*", numbers from ${min} to ${max}, ranges, steps and lists`);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function nameValue(title: string, name: string): number {
  return title === 'month' ? MONTHS.indexOf(name.toLowerCase()) + 1 : DAYS.indexOf(name.toLowerCase());
}

function isTimeZone(name: string): boolean {
  if (name === 'Local' || /^[+-]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false; // a RangeError is how JavaScript says no
  }
}

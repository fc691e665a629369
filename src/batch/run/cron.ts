import { ConfigError } from '../../base/config-error';

/** One of the five fields of a schedule. */
interface CronField {
  readonly title: string;
  readonly min: number;
  readonly max: number;
  /** Names of the values, starting at {@link min}. */
  readonly names?: readonly string[];
}

const MINUTE: CronField = { title: 'minute', min: 0, max: 59 };
const HOUR: CronField = { title: 'hour', min: 0, max: 23 };
const DAY: CronField = { title: 'day of month', min: 1, max: 31 };
const MONTH: CronField = {
  title: 'month',
  min: 1,
  max: 12,
  names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};
const WEEKDAY: CronField = { title: 'day of week', min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] };
const FIELDS: readonly CronField[] = [MINUTE, HOUR, DAY, MONTH, WEEKDAY];

/** Not `@every 1h`: it counts from the creation of the CronJob, so recreating the CronJob would shift it. */
const MACROS: ReadonlySet<string> = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']);

/** February may have 29 days. */
const LONGEST_MONTHS: readonly number[] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * A schedule as the API server accepts it, with single spaces: five fields of `*`, numbers, names, ranges, steps and lists, or a macro such as
 * `@daily`.
 *
 * Refused under `code`: what the API server refuses (`7` for Sunday, backward ranges, `L`, `W`, `#`, `TZ=`), and a day that no month has, which
 * it would accept and never run.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function cronSchedule(code: string, where: string, schedule: string): string {
  const problem = cronProblem(schedule);
  if (problem === undefined) return schedule.trim().split(/\s+/).join(' ');
  throw new ConfigError(code, { where, what: `schedule ${JSON.stringify(schedule)} ${problem.what}`, fix: problem.fix });
}

interface Problem {
  readonly what: string;
  readonly fix: string;
}

function cronProblem(schedule: string): Problem | undefined {
  const example = 'use minute, hour, day of month, month, day of week: "0 2 * * *" is every night at two';
  if (schedule.includes('TZ')) return { what: 'must not name a time zone', fix: "remove it, and set the option timeZone: 'Europe/Berlin'" };
  if (schedule.startsWith('@')) {
    return MACROS.has(schedule) ? undefined : { what: 'is an unknown macro', fix: `use one of ${[...MACROS].join(', ')}, or five fields` };
  }
  const texts = schedule.trim().split(/\s+/);
  if (texts.length !== FIELDS.length) return { what: `must have 5 fields, got ${texts.length}`, fix: example };
  for (const [index, field] of FIELDS.entries()) {
    const values = fieldValues(texts[index] ?? '', field);
    if (typeof values === 'string') return { what: `is invalid: ${values}`, fix: fieldFix(texts[index], field) };
  }
  return neverRuns(texts)
    ? { what: 'names a day that no month has, so it never runs', fix: 'change the day of month or the month' }
    : undefined;
}

function fieldFix(text: string | undefined, field: CronField): string {
  if (field === WEEKDAY && text?.includes('7')) return 'Sunday is 0 or SUN';
  const named = field.names === undefined ? '' : ` or ${field.names[0]} to ${field.names.at(-1)}`;
  return `use "*", numbers from ${field.min} to ${field.max}${named}, ranges "a-b", steps "*/n" and lists "a,b"`;
}

/** The values that a field selects, or what is wrong with it. */
function fieldValues(text: string, field: CronField): ReadonlySet<number> | string {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const range = rangeOf(part, field);
    if (typeof range === 'string') return range;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return values;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

function rangeOf(part: string, field: CronField): Range | string {
  const match = /^(?:([*?])|([a-z]+|[0-9]+)(?:-([a-z]+|[0-9]+))?)(?:\/([0-9]+))?$/i.exec(part);
  const unreadable = `cannot read ${JSON.stringify(part)} as ${field.title}`;
  if (match === null) return unreadable;
  const [, star, first, last, stepText] = match;
  const step = stepText === undefined ? 1 : Number(stepText);
  if (step === 0) return `step of ${field.title} must be at least 1, got 0`;
  const from = star !== undefined ? field.min : cronValue(first ?? '', field);
  const open = star !== undefined || (last === undefined && stepText !== undefined);
  const to = open ? field.max : last === undefined ? from : cronValue(last, field);
  if (from === undefined || to === undefined) return unreadable;
  if (from < field.min || to > field.max) return `${field.title} must be between ${field.min} and ${field.max}`;
  return from > to ? `range of ${field.title} runs backward from ${from} to ${to}` : { from, to, step };
}

function cronValue(text: string, field: CronField): number | undefined {
  if (/^[0-9]+$/.test(text)) return Number(text);
  const index = field.names?.indexOf(text.toLowerCase()) ?? -1;
  return index < 0 ? undefined : field.min + index;
}

/**
 * The shortest time between two runs in seconds, as far as hours and minutes tell. Undefined for invalid schedules and for those that run less
 * than once a day.
 */
export function cronGapSeconds(schedule: string): number | undefined {
  const macro = schedule.startsWith('@') ? MACRO_FIELDS[schedule] : schedule.trim();
  const texts = macro?.split(/ +/) ?? [];
  if (texts.length !== FIELDS.length || cronProblem(texts.join(' ')) !== undefined) return undefined;
  const [minutes, hours] = [fieldValues(texts[0] ?? '', MINUTE), fieldValues(texts[1] ?? '', HOUR)];
  if (typeof minutes === 'string' || typeof hours === 'string') return undefined;
  const times = [...hours].flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute)).sort((left, right) => left - right);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const everyDay = texts.slice(2).every((text) => /^[*?]$/.test(text));
  const overnight = everyDay ? [24 * 60 - (times.at(-1) ?? 0) + (times[0] ?? 0)] : [];
  const all = [...gaps, ...overnight];
  return all.length === 0 ? undefined : Math.min(...all) * 60;
}

const MACRO_FIELDS: Readonly<Record<string, string>> = { '@hourly': '0 * * * *', '@daily': '0 0 * * *', '@midnight': '0 0 * * *' };

/** True when only the day of month selects days (a day of week would add others) and no selected month has such a day. */
function neverRuns(texts: readonly string[]): boolean {
  const [days, months] = [fieldValues(texts[2] ?? '', DAY), fieldValues(texts[3] ?? '', MONTH)];
  if (typeof days === 'string' || typeof months === 'string' || !isOpen(texts[4] ?? '')) return false;
  return ![...months].some((month) => Math.min(...days) <= (LONGEST_MONTHS[month - 1] ?? 0));
}

/** Whether a field matches every value: `*`, `?`, a step of one, or a list with such a part. */
function isOpen(field: string): boolean {
  return field.split(',').some((part) => /^[*?](\/0*1)?$/.test(part));
}

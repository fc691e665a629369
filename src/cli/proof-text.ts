import { createHash } from 'node:crypto';
import type { RouteProof } from '../routing/proof/switch-proof';
import type { ReleaseChange } from './change-release';
import { patchText } from './report/report-text';
import { shareText } from './routes-text';

/** A change for machines: the proof, and what it was made from. It has no time and no name of a machine. */
export function proofData(verb: string, environment: string, route: string, change: ReleaseChange): object {
  const { path, before, after, entry, reversible, proof } = change;
  return {
    proof: 1,
    command: verb,
    environment,
    route,
    releaseFile: {
      path,
      before: { ...entry.before, sha256: digest(before) },
      after: { ...entry.after, sha256: digest(after) },
      reversible,
    },
    objects: proof.objects,
    routes: proof.routes,
  };
}

/** The same for people: where requests go, before and after. */
export function routingText({ proof }: ReleaseChange): string {
  return proof.routes.map(routeText).join('');
}

/** The change of the release file, as a patch. */
export function releasePatch({ path, before, after }: ReleaseChange): string {
  const [, ...lines] = patchText(path, path, before, after).split('\n');
  return lines.filter((line) => !line.startsWith('====')).join('\n');
}

function routeText({ name, router, requests, devices = {} }: RouteProof): string {
  const width = Math.max(...requests.map(({ title }) => title.length));
  const lines = requests.flatMap(({ title, before, after, copies }) => [
    `  ${title.padEnd(width)}  ${shareText(before)}  →  ${shareText(after)}`,
    ...(copies === undefined ? [] : [`  ${'  copies'.padEnd(width)}  ${shareText(copies.before)}  →  ${shareText(copies.after)}`]),
  ]);
  const sums = Object.entries(devices).map(
    ([resource, { blue, green, sum }]) => `  ${resource}: ${blue} blue + ${green} green = ${sum} at once`,
  );
  return `${name} by ${router}\n${[...lines, ...sums].join('\n')}\n`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

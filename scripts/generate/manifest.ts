import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A kind of the schemas folder and where it comes from. */
export interface ManifestRow {
  readonly project: string;
  readonly version: string;
  readonly kind: string;
  readonly repository: string;
}

/** What a generated file was made from: one upstream release and the kinds taken from it. */
export interface Upstream {
  readonly repository: string;
  readonly version: string;
  readonly kinds: readonly string[];
}

export function readManifest(schemas: string): ManifestRow[] {
  return parseManifest(readFileSync(join(schemas, 'MANIFEST.tsv'), 'utf8'));
}

/** Columns: project, upstream version, kind, API versions, file, repository. The first line is a heading. */
export function parseManifest(text: string): ManifestRow[] {
  const lines = text.split('\n').slice(1).filter(Boolean);
  return lines.map((line) => {
    const [project = '', version = '', kind = '', , , repository = ''] = line.split('\t');
    if (repository === '') throw new Error(`MANIFEST.tsv: a line without six columns: "${line}"`);
    return { project, version, kind, repository };
  });
}

/** The upstream releases behind some kinds of a project, sorted by repository. */
export function upstreamOf(rows: readonly ManifestRow[], project: string, kinds: readonly string[]): Upstream[] {
  const releases = new Map<string, ManifestRow[]>();
  for (const kind of kinds) {
    const row = rows.find((candidate) => candidate.project === project && candidate.kind === kind);
    if (row === undefined) throw new Error(`MANIFEST.tsv does not list ${kind} of ${project}`);
    const release = `${row.repository} ${row.version}`;
    releases.set(release, [...(releases.get(release) ?? []), row]);
  }
  return [...releases.values()].map(upstream).sort((a, b) => (a.repository < b.repository ? -1 : 1));
}

function upstream(rows: readonly ManifestRow[]): Upstream {
  const { repository = '', version = '' } = rows[0] ?? {};
  return { repository, version, kinds: rows.map(({ kind }) => kind).sort() };
}

import type { Finding } from '../../base/finding';
import { hasChanges, type Plan } from '../../store/change';
import { findingData } from './report-findings';
import { countChanges } from './report-text';

/** The result of one app of the program. */
export interface AppReport {
  readonly outdir: string;
  readonly plan: Plan;
  readonly warnings: readonly Finding[];
}

/** One JSON document on standard output. Paths are relative to each app's output directory; unchanged files are only counted. */
export function reportJson(command: string, reports: readonly AppReport[], findings: readonly Finding[] = []): void {
  const apps = reports.map(({ outdir, plan, warnings }) => ({
    outdir,
    clean: !hasChanges(plan),
    counts: countChanges(plan),
    changes: plan.changes.filter(({ change }) => change !== 'unchanged').map(({ path, change }) => ({ path, change })),
    warnings: warnings.map(findingData),
  }));
  process.stdout.write(
    `${JSON.stringify({ command, ok: true, clean: apps.every(({ clean }) => clean) && !findings.some(({ severity }) => severity === 'error'), apps, findings: findings.map(findingData) }, null, 2)}\n`,
  );
}

import type { Construct, IConstruct } from 'constructs';

/** The construct of a path: `prod/scoring/scorer`. */
export function constructAt(app: Construct, path: string): Construct | undefined {
  const found = path.split('/').reduce<IConstruct | undefined>((construct, id) => construct?.node.tryFindChild(id), app);
  return found as Construct | undefined;
}

/** The construct whose path a finding begins with: `prod/scoring/scorer: …`. An id may hold a colon too. */
export function constructOfFinding(apps: readonly Construct[], finding: string): Construct | undefined {
  for (let end = finding.indexOf(': '); end !== -1; end = finding.indexOf(': ', end + 1)) {
    for (const app of apps) {
      const found = constructAt(app, finding.slice(0, end));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

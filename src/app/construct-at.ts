import type { Construct, IConstruct } from 'constructs';

/** The construct of a path: `prod/scoring/scorer`. */
export function constructAt(app: Construct, path: string): Construct | undefined {
  const found = path.split('/').reduce<IConstruct | undefined>((construct, id) => construct?.node.tryFindChild(id), app);
  return found as Construct | undefined;
}

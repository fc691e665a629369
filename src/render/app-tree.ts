import { ApiObject, type App } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { prepareConstruct } from '../kube/delivery/prepare';

/** An app's constructs, found by one walk. Everything that looks at the whole tree takes this, so that cost stays linear. */
export interface AppTree {
  /** Every construct, parents before children. */
  readonly constructs: readonly Construct[];
  readonly objects: readonly ApiObject[];
}

/** Walks the tree once, lets constructs finish what depends on the others, and walks again if any did. */
export function appTree(app: App): AppTree {
  const before = allConstructs(app);
  let prepared = false;
  for (const construct of before) prepared = prepareConstruct(construct) || prepared;
  const constructs = prepared ? allConstructs(app) : before;
  return { constructs, objects: constructs.filter((construct): construct is ApiObject => ApiObject.isApiObject(construct)) };
}

function allConstructs(root: Construct): Construct[] {
  const found: Construct[] = [root];
  // The list grows while it is walked; order among siblings does not matter, output is sorted.
  for (let index = 0; index < found.length; index++) {
    for (const child of (found[index] as Construct).node.children as IConstruct[]) found.push(child as Construct);
  }
  return found;
}

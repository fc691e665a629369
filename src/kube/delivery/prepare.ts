import type { Construct } from 'constructs';

type Prepare = () => void;

const PREPARES = new WeakMap<Construct, Prepare[]>();

/**
 * Runs `prepare` once the whole construct tree stands, before it is validated and rendered.
 *
 * For constructs whose objects depend on what others added after them: a FluxKustomization looks at every object of its chart. It may run
 * more than once (check, then render), so running it again must change nothing.
 */
export function onPrepare(construct: Construct, prepare: Prepare): void {
  const list = PREPARES.get(construct);
  if (list === undefined) PREPARES.set(construct, [prepare]);
  else list.push(prepare);
}

/** Carries out what {@link onPrepare} remembered for one construct; false when there was nothing. */
export function prepareConstruct(construct: Construct): boolean {
  const list = PREPARES.get(construct);
  if (list === undefined) return false;
  for (const prepare of list) prepare();
  return true;
}

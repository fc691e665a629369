import type { Construct } from 'constructs';

/** Why a construct needs time until it is ready, in seconds: shown with the sum when a delivery allows less. */
export interface TimeBudget {
  readonly seconds: number;
  /** What the seconds are made of: `startup 1200 s + image pull 600 s`. */
  readonly reason: string;
}

const BUDGETS = new WeakMap<Construct, TimeBudget>();

/** Says how long a construct may take from being applied to being ready. */
export function setTimeBudget(construct: Construct, budget: TimeBudget): void {
  BUDGETS.set(construct, budget);
}

/** The longest budget at or below a construct, with the construct that has it. */
export function longestTimeBudget(root: Construct): { readonly construct: Construct; readonly budget: TimeBudget } | undefined {
  return root.node
    .findAll()
    .flatMap((construct) => {
      const budget = BUDGETS.get(construct as Construct);
      return budget === undefined ? [] : [{ construct: construct as Construct, budget }];
    })
    .reduce<{ construct: Construct; budget: TimeBudget } | undefined>(
      (longest, next) => (longest === undefined || next.budget.seconds > longest.budget.seconds ? next : longest),
      undefined,
    );
}

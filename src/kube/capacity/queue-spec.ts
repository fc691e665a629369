/** The part of a ClusterQueue that says how much there is. */
export interface QueueSpec {
  readonly cohort?: string;
  readonly cohortName?: string;
  readonly resourceGroups?: readonly {
    readonly flavors: readonly {
      readonly name?: string;
      readonly resources: readonly { readonly name: string; readonly nominalQuota: string | number }[];
    }[];
  }[];
}

/** An amount that a queue has of a resource in one flavor. */
interface FlavorQuota {
  readonly resource: string;
  readonly flavor: string;
  /** A quantity. */
  readonly amount: string | number;
}

/** What a queue has of its own, flavor by flavor. */
export function flavorQuotas({ resourceGroups = [] }: QueueSpec): readonly FlavorQuota[] {
  return resourceGroups.flatMap(({ flavors }) =>
    flavors.flatMap(({ name = '', resources }) =>
      resources.map((each): FlavorQuota => ({ resource: each.name, flavor: name, amount: each.nominalQuota })),
    ),
  );
}

/** Whether a queue may borrow from queues that nobody here knows. */
export function mayBorrow({ cohort, cohortName }: QueueSpec): boolean {
  return (cohortName ?? cohort ?? '') !== '';
}

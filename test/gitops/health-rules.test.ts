import { HEALTH_RULES, healthRulesFor } from '../../src/gitops/health/health-rules';

const rule = (kind: string) => HEALTH_RULES.find((each) => each.kind === kind);

describe('the rules', () => {
  test('of every kind, in both languages', () => {
    expect(HEALTH_RULES).toMatchSnapshot();
  });

  test('ask for each field before they look at it: a missing one would be waited for until the timeout', () => {
    for (const { cel } of HEALTH_RULES) {
      for (const expression of [cel.current, ...(cel.failed?.split(' || ') ?? [])]) {
        for (const [, field] of expression.matchAll(/(?<!has\()(status\.\w+)/g)) expect(expression).toContain(`has(${field})`);
      }
    }
  });

  test('never take an empty list for "all are ready"', () => {
    for (const { cel } of HEALTH_RULES) if (cel.current.includes('.all(')) expect(cel.current).toContain('size(');
  });

  test('know a stopped Ray job from one that succeeded, though both end Complete', () => {
    expect(rule('RayJob')?.cel.current).toContain("status.jobStatus == 'SUCCEEDED'");
    expect(rule('RayJob')?.cel.failed).toContain("status.jobStatus == 'STOPPED'");
  });

  test('do not call a service failed while it starts', () => {
    for (const kind of ['InferenceService', 'LLMInferenceService', 'RayService']) expect(rule(kind)?.cel.failed).toBeUndefined();
  });

  test('do not wait with a claim that waits for its first pod', () => {
    expect(rule('PersistentVolumeClaim')?.cel).toEqual({
      current: "has(status.phase) && status.phase in ['Bound', 'Pending']",
      failed: "has(status.phase) && status.phase == 'Lost'",
    });
  });

  test('wait until a snapshot can be used, so that what comes after it may change the data', () => {
    expect(rule('VolumeSnapshot')?.cel).toEqual({ current: 'has(status.readyToUse) && status.readyToUse == true' });
  });

  test('leave to Argo CD the kinds that it knows', () => {
    expect(HEALTH_RULES.filter((each) => each.lua === undefined).map((each) => each.kind)).toEqual([
      'VolumeSnapshot',
      'InferenceService',
      'GRPCRoute',
      'HTTPRoute',
      'SparkApplication',
    ]);
  });
});

describe('the rules for some kinds', () => {
  test('are those of the library, sorted, each once, and none for kinds that need none', () => {
    const kinds = [
      { group: 'ray.io', kind: 'RayJob' },
      { group: 'apps', kind: 'Deployment' },
      { group: 'jobset.x-k8s.io', kind: 'JobSet' },
      { group: 'ray.io', kind: 'RayJob' },
    ];
    expect(healthRulesFor(kinds).map((each) => each.kind)).toEqual(['JobSet', 'RayJob']);
  });

  test('are those of the user where there are any', () => {
    const own = { group: 'ray.io', kind: 'RayJob', cel: { current: 'true' } };
    expect(healthRulesFor([own], [own])).toEqual([own]);
  });
});

import { type PodSecurityLevels, TeamNamespace } from '../../src/platform/namespace/team-namespace';
import { codeOf } from '../support/code-of';
import { renderedManifests } from '../support/rendered';

const PREFIX = 'pod-security.kubernetes.io';

function podSecurityLabels(podSecurity?: PodSecurityLevels) {
  const [namespace] = renderedManifests((chart) => new TeamNamespace(chart, 'team', { podSecurity }));
  return namespace?.metadata.labels;
}

describe('the labels for Pod Security admission', () => {
  test('are restricted in every mode by default', () => {
    expect(podSecurityLabels()).toMatchObject({
      [`${PREFIX}/enforce`]: 'restricted',
      [`${PREFIX}/enforce-version`]: 'latest',
      [`${PREFIX}/audit`]: 'restricted',
      [`${PREFIX}/audit-version`]: 'latest',
      [`${PREFIX}/warn`]: 'restricted',
      [`${PREFIX}/warn-version`]: 'latest',
    });
  });

  test('take one mode apart from the others', () => {
    expect(podSecurityLabels({ enforce: 'baseline', version: 'v1.36' })).toMatchObject({
      [`${PREFIX}/enforce`]: 'baseline',
      [`${PREFIX}/enforce-version`]: 'v1.36',
      [`${PREFIX}/warn`]: 'restricted',
    });
  });

  test.each<PodSecurityLevels>([{ enforce: 'strict' as 'baseline' }, { version: '1.36' }, { version: 'v2' }])('refuse %j', (levels) => {
    expect(codeOf(() => podSecurityLabels(levels))).toBe('TeamNamespace.podSecurity');
  });
});

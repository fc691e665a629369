import { type PodSecurityLevels, podSecurityLabels } from '../../src/platform/namespace/team-namespace';
import { codeOf } from '../support/code-of';

const PREFIX = 'pod-security.kubernetes.io';

describe('podSecurityLabels', () => {
  test('are restricted in every mode by default', () => {
    expect(podSecurityLabels('team')).toEqual({
      [`${PREFIX}/enforce`]: 'restricted',
      [`${PREFIX}/enforce-version`]: 'latest',
      [`${PREFIX}/audit`]: 'restricted',
      [`${PREFIX}/audit-version`]: 'latest',
      [`${PREFIX}/warn`]: 'restricted',
      [`${PREFIX}/warn-version`]: 'latest',
    });
  });

  test('take one mode apart from the others', () => {
    expect(podSecurityLabels('team', { enforce: 'baseline', version: 'v1.36' })).toMatchObject({
      [`${PREFIX}/enforce`]: 'baseline',
      [`${PREFIX}/enforce-version`]: 'v1.36',
      [`${PREFIX}/warn`]: 'restricted',
    });
  });

  test.each<PodSecurityLevels>([{ enforce: 'strict' as 'baseline' }, { version: '1.36' }, { version: 'v2' }])('refuse %j', (levels) => {
    expect(codeOf(() => podSecurityLabels('team', levels))).toBe('TeamNamespace.podSecurity');
  });
});

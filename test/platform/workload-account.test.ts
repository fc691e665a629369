import { App, Chart } from 'cdk8s';
import { CloudIdentity, WorkloadAccount, type WorkloadAccountProps } from '../../src/platform/access/workload-account';
import { codeOf } from '../support/code-of';
import { renderedYaml } from '../support/rendered';

const account = (props?: WorkloadAccountProps) =>
  new WorkloadAccount(new Chart(new App(), 'test', { namespace: 'team-a' }), 'trainer', props);

describe('a WorkloadAccount', () => {
  test('renders a ServiceAccount with its cloud identity and without a token', () => {
    const identity = CloudIdentity.aws('arn:aws:iam::123456789012:role/trainer');
    expect(renderedYaml((chart) => void new WorkloadAccount(chart, 'trainer', { identity, app: 'ranking' }))).toMatchSnapshot();
  });

  test('has the labels that its pods need', () => {
    expect(account().podLabels).toEqual({});
    expect(account({ identity: CloudIdentity.azure('0f0e0d0c-0000-4000-8000-000000000000') }).podLabels).toEqual({
      'azure.workload.identity/use': 'true',
    });
  });

  test.each(['Trainer', '', 'a'.repeat(64)])('refuses the name %j', (name) => {
    expect(codeOf(() => account({ name }))).toBe('WorkloadAccount.name');
  });
});

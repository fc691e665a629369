import { CloudIdentity } from '../../src/platform/access/workload-account';
import { codeOf } from '../support/code-of';

const CLIENT = '0f0e0d0c-0000-4000-8000-000000000000';

describe('CloudIdentity', () => {
  test('writes what each provider reads', () => {
    const role = 'arn:aws:iam::123456789012:role/ml/trainer';
    expect(CloudIdentity.aws(role)).toEqual({ annotations: { 'eks.amazonaws.com/role-arn': role }, podLabels: {} });
    const email = 'trainer@acme.iam.gserviceaccount.com';
    expect(CloudIdentity.google(email)).toEqual({ annotations: { 'iam.gke.io/gcp-service-account': email }, podLabels: {} });
    expect(CloudIdentity.azure(CLIENT)).toEqual({
      annotations: { 'azure.workload.identity/client-id': CLIENT },
      podLabels: { 'azure.workload.identity/use': 'true' },
    });
  });

  test.each([
    ['CloudIdentity.aws', () => CloudIdentity.aws('trainer')],
    ['CloudIdentity.aws', () => CloudIdentity.aws('arn:aws:iam::123456789012:user/trainer')],
    ['CloudIdentity.google', () => CloudIdentity.google('trainer@acme.com')],
    ['CloudIdentity.azure', () => CloudIdentity.azure('trainer')],
    ['CloudIdentity.azure', () => CloudIdentity.azure(undefined as unknown as string)],
  ])('refuses what is no identity (%s)', (code, make) => {
    expect(codeOf(make)).toBe(code);
  });
});

import fc from 'fast-check';
import { isolationPolicies } from '../../src/platform/isolation';

describe('isolationPolicies', () => {
  test('close both directions, whatever is opened again', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), (allowDns, allowSameNamespace) => {
        const policies = isolationPolicies({ allowDns, allowSameNamespace });
        expect(policies['default-deny']).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
        expect('allow-dns' in policies).toBe(allowDns);
        expect('allow-same-namespace' in policies).toBe(allowSameNamespace);
      }),
    );
  });

  test('open DNS to the name servers of the cluster alone', () => {
    const { egress } = isolationPolicies({ allowDns: true, allowSameNamespace: false })['allow-dns'] ?? {};
    expect(egress).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ]);
  });
});

import fc from 'fast-check';
import { ExternalEndpoint, type Isolation, resolveIsolation } from '../../src/platform/namespace/isolation';
import { codeOf } from '../support/code-of';

describe('resolveIsolation', () => {
  test('close both directions, whatever is opened again', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), (allowDns, allowSameNamespace) => {
        const policies = resolveIsolation('here', { allowDns, allowSameNamespace });
        expect(policies['default-deny']).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
        expect('allow-dns' in policies).toBe(allowDns);
        expect('allow-same-namespace' in policies).toBe(allowSameNamespace);
      }),
    );
  });

  test('open DNS to the name servers of the cluster alone', () => {
    const { egress } = resolveIsolation('here', { allowDns: true, allowSameNamespace: false })['allow-dns'] ?? {};
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

  const open = { allowDns: false, allowSameNamespace: false };

  test('let pods out to the ports that are named, and never to the credentials of the node', () => {
    const allowTo = [ExternalEndpoint.anywhere(443), ExternalEndpoint.cidr('10.1.0.0/16', 5432, 6379)];
    expect(resolveIsolation('here', { ...open, allowTo })['allow-to']).toEqual({
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } },
            { ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128'] } },
          ],
          ports: [{ protocol: 'TCP', port: 443 }],
        },
        {
          to: [{ ipBlock: { cidr: '10.1.0.0/16' } }],
          ports: [
            { protocol: 'TCP', port: 5432 },
            { protocol: 'TCP', port: 6379 },
          ],
        },
      ],
    });
  });

  test('let pods of other namespaces in', () => {
    const { ingress } = resolveIsolation('here', { ...open, allowFrom: ['gateways', { name: 'monitoring' }] })['allow-from'] ?? {};
    const from = ['gateways', 'monitoring'].map((name) => ({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
    }));
    expect(ingress).toEqual([{ from }]);
  });

  test('have no rule for an empty list: one without peers would admit everybody', () => {
    expect(Object.keys(resolveIsolation('here', { ...open, allowTo: [], allowFrom: [] }))).toEqual(['default-deny']);
  });

  test.each<[string, Partial<Isolation>]>([
    ['all ports', { allowTo: [ExternalEndpoint.anywhere()] }],
    ['port 0', { allowTo: [ExternalEndpoint.anywhere(0)] }],
    ['an address without a length', { allowTo: [ExternalEndpoint.cidr('10.1.0.0', 443)] }],
    ['a length beyond the address', { allowTo: [ExternalEndpoint.cidr('10.1.0.0/33', 443)] }],
    ['a name', { allowTo: [ExternalEndpoint.cidr('db.example.com/32', 443)] }],
    ['a namespace that is none', { allowFrom: ['Gateways'] }],
  ])('refuse %s', (_, change) => {
    expect(codeOf(() => resolveIsolation('here', { ...open, ...change }))).toBe('TeamNamespace.isolation');
  });
});

import fc from 'fast-check';
import type { Container, SecurityContext } from '../../imports/kubernetes';
import { restrictedContainer } from '../../src/kube/pod/security';
import { restrictedViolations } from './restricted';

const sidecar = (securityContext?: SecurityContext): Container => ({
  name: 'proxy',
  image: 'envoy:1.30',
  ...(securityContext === undefined ? {} : { securityContext }),
});
const RESTRICTED = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

test.each<[string, SecurityContext | undefined, SecurityContext]>([
  ['what says nothing gets what the standard asks for', undefined, RESTRICTED],
  [
    'what says something keeps it',
    { readOnlyRootFilesystem: true, runAsUser: 101 },
    { ...RESTRICTED, readOnlyRootFilesystem: true, runAsUser: 101 },
  ],
  [
    'a capability that the standard allows is kept beside',
    { capabilities: { add: ['NET_BIND_SERVICE'] } },
    { allowPrivilegeEscalation: false, capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } },
  ],
  ['a departure is kept', { allowPrivilegeEscalation: true }, { ...RESTRICTED, allowPrivilegeEscalation: true }],
  [
    'what may do everything may gain privileges, or the API server refuses it',
    { capabilities: { add: ['SYS_ADMIN'] } },
    { capabilities: { add: ['SYS_ADMIN'], drop: ['ALL'] } },
  ],
  ['a privileged container is left as it is, for the same reason', { privileged: true }, { privileged: true }],
])('%s', (_, given, expected) => expect(restrictedContainer(sidecar(given)).securityContext).toEqual(expected));

test('whatever is given stays, and what keeps to the standard passes it', () => {
  const given = fc.record(
    {
      allowPrivilegeEscalation: fc.constant(false),
      readOnlyRootFilesystem: fc.boolean(),
      runAsUser: fc.integer({ min: 1, max: 9 }),
      capabilities: fc.constantFrom({ drop: ['ALL'] }, { add: ['NET_BIND_SERVICE'] }, {}),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
  fc.assert(
    fc.property(given, (context) => {
      const container = restrictedContainer(sidecar(context));
      expect(container.securityContext).toMatchObject(context);
      const pod = { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }, containers: [container] };
      expect(restrictedViolations(pod)).toEqual([]);
    }),
  );
});

import type { Container, SecurityContext } from '../../imports/kubernetes';

/**
 * A container as it was given, with what the restricted Pod Security Standard asks of each container filled in where it says nothing.
 *
 * What it says stays, so a departure is a line of the user's own. The root file system is left alone: the standard does not ask for a
 * read-only one, and a container that was not made for it fails.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedContainer(container: Container): Container {
  const given = container.securityContext ?? {};
  // The API server refuses a privileged container that may not gain privileges.
  if (given.privileged === true) return container;
  const escalation = gainsPrivileges(given) ? {} : { allowPrivilegeEscalation: false };
  const securityContext = { ...escalation, ...given, capabilities: { drop: ['ALL'], ...given.capabilities } };
  return { ...container, securityContext };
}

function gainsPrivileges({ capabilities }: SecurityContext): boolean {
  return capabilities?.add?.some((capability) => /^(CAP_)?SYS_ADMIN$/.test(capability)) ?? false;
}

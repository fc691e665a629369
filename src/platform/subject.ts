import { ConfigError } from '../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../base/names';
import { checkedFactories } from '../base/validate-props';
import { type NamedRef, nameOf } from '../kube/pod/environment-variables';

/** Who is given a role. Made by {@link Subject}. */
export type Subject =
  | { readonly kind: 'Group' | 'User'; readonly name: string }
  | { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace?: string };

/** People and pods. */
export const Subject = checkedFactories('Subject', {
  /** A group of the cluster's sign-on: `Subject.group('team-language')`. */
  group(name: string): Subject {
    return { kind: 'Group', name };
  },
  /** One person of the cluster's sign-on. A group outlives its members; prefer it. */
  user(name: string): Subject {
    return { kind: 'User', name };
  },
  /** Pods with this ServiceAccount. @param namespace Where the account stands. Default: the namespace of the binding. */
  account(account: string | NamedRef, namespace?: string): Subject {
    return { kind: 'ServiceAccount', name: nameOf(account), ...(namespace === undefined ? {} : { namespace }) };
  },
} as const);

/** Groups that stand for everybody, or for whoever has not signed in. */
const EVERYBODY: ReadonlySet<string> = new Set(['system:unauthenticated', 'system:authenticated', 'system:serviceaccounts']);

/** Refuses subjects that are empty, that name no account, or that are everybody. */
export function checkSubject(where: string, subject: Subject): Subject {
  if (subject.kind === 'ServiceAccount') {
    checkName('RoleBinding.subjects', where, subject.name, DNS_SUBDOMAIN);
    return subject;
  }
  const everybody = subject.kind === 'Group' && EVERYBODY.has(subject.name);
  if (!everybody && typeof subject.name === 'string' && subject.name.trim() !== '') return subject;
  throw new ConfigError('RoleBinding.subjects', {
    where,
    what: everybody ? `the group "${subject.name}" is everybody` : `a ${subject.kind} has no name`,
    fix: "name the group that needs it: Subject.group('team-a')",
  });
}

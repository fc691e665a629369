import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';

/** What a controller that reads Ingresses is told. */
export interface IngressOptions {
  /** The IngressClass of the controller: its name, or the object. Written as `spec.ingressClassName`, never as an annotation. */
  readonly ingressClass: string | NamedRef;
  /**
   * The Secret with the certificate of the route's host names, in the route's namespace.
   *
   * @default - none
   */
  readonly tls?: { readonly secretName: string };
}

/** Those options as an Ingress has them. */
export interface ResolvedIngressOptions {
  readonly ingressClassName: string;
  readonly secretName?: string;
}

/** Reads them from typed or plain code. Refused: no class, no Secret name, names that no object can have (`BlueGreenRoute.via`). */
export function resolveIngressOptions(where: string, options: IngressOptions): ResolvedIngressOptions {
  const given = options?.ingressClass as IngressOptions['ingressClass'] | undefined | null;
  const ingressClassName = checkedName(where, 'ingressClass', given === undefined || given === null ? undefined : nameOf(given));
  if (options.tls === undefined) return { ingressClassName };
  return { ingressClassName, secretName: checkedName(where, 'tls.secretName', options.tls?.secretName) };
}

function checkedName(where: string, option: string, name: unknown): string {
  if (typeof name === 'string') return checkName('BlueGreenRoute.via', where, name, DNS_SUBDOMAIN);
  const fix = `say it: ${where}({ ingressClass: 'haproxy', tls: { secretName: 'models-tls' } })`;
  throw new ConfigError('BlueGreenRoute.via', { where, what: `${option} is ${JSON.stringify(name)}`, fix });
}

/** Refuses annotations that say again what a prop says, or that would change what the route says (`BlueGreenRoute.annotations`). */
export function assertNoOwnedAnnotations(where: string, annotations: Readonly<Record<string, string>>, owned: RegExp): void {
  const key = Object.keys(annotations).find((name) => name === 'kubernetes.io/ingress.class' || owned.test(name));
  if (key === undefined) return;
  const what = `annotation ${key} would change what this route says`;
  throw new ConfigError('BlueGreenRoute.annotations', {
    where,
    what,
    fix: 'use the props: via, hostname, traffic, preview, sticky, timeouts',
  });
}

import { fieldsAt, listAt, textAt } from '../../schema/plain-access';
import type { CheckContext } from './check-context';
import type { CheckedObject } from './checked-object';
import { isBuiltIn } from './pods';

type Names = (manifest: unknown, name: string) => readonly (string | undefined)[];

/** The names of the Secrets that objects of some kinds make in their own namespace, as `group/Kind`. */
const SECRETS: Readonly<Record<string, Names>> = {
  '/Secret': (_, name) => [name],
  'bitnami.com/SealedSecret': (manifest, name) => [textAt(manifest, 'spec', 'template', 'metadata', 'name') ?? name],
  'cert-manager.io/Certificate': (manifest) => [textAt(manifest, 'spec', 'secretName')],
  'external-secrets.io/ExternalSecret': (manifest, name) => [textAt(manifest, 'spec', 'target', 'name') ?? name],
  'isindir.github.com/SopsSecret': (manifest) => namesIn(manifest, 'spec', 'secretTemplates'),
  // With the annotation of cert-manager; without it, they are made elsewhere, and nothing is said of them.
  'networking.k8s.io/Ingress': (manifest) => listAt(manifest, 'spec', 'tls').map((each) => textAt(each, 'secretName')),
  'onepassword.com/OnePasswordItem': (_, name) => [name],
  'secrets-store.csi.x-k8s.io/SecretProviderClass': (manifest) =>
    listAt(manifest, 'spec', 'secretObjects').map((each) => textAt(each, 'secretName')),
  'secrets.hashicorp.com/VaultDynamicSecret': (manifest) => [textAt(manifest, 'spec', 'destination', 'name')],
  'secrets.hashicorp.com/VaultPKISecret': (manifest) => [textAt(manifest, 'spec', 'destination', 'name')],
  'secrets.hashicorp.com/VaultStaticSecret': (manifest) => [textAt(manifest, 'spec', 'destination', 'name')],
};

/** Kinds whose objects are there for Secrets: a namespace that has one keeps its Secrets in Git. */
const KEEPERS: readonly string[] = Object.keys(SECRETS).filter((kind) => !/Certificate$|Ingress$/.test(kind));

const KNOWN = new WeakMap<CheckContext, Map<string, ReadonlySet<string> | undefined>>();

/** The Secrets that objects beside another make. Undefined where nobody here can know. */
export function secretsBeside(object: CheckedObject, context: CheckContext): ReadonlySet<string> | undefined {
  const known = KNOWN.get(context) ?? new Map<string, ReadonlySet<string> | undefined>();
  KNOWN.set(context, known);
  const place = `${object.cluster}\n${object.namespace ?? ''}`;
  if (!known.has(place)) known.set(place, secretsMade(object, context));
  return known.get(place);
}

function secretsMade(object: CheckedObject, context: CheckContext): ReadonlySet<string> | undefined {
  if (!KEEPERS.some((kind) => context.beside(object, kind).length > 0) || hasChart(object, context)) return undefined;
  // Encrypted as a whole: it may be any of them.
  if (context.objects.some(({ unseen, groupKind }) => unseen === true && groupKind.includes('ENC['))) return undefined;
  const own = Object.entries(SECRETS).flatMap(([kind, names]) =>
    context.beside(object, kind).flatMap((each) => names(each.manifest, each.name)),
  );
  const everywhere = context
    .ofKind('external-secrets.io/ClusterExternalSecret')
    .map(({ manifest, name }) => textAt(manifest, 'spec', 'externalSecretName') ?? name);
  const all = new Set([...own, ...everywhere, ...generated(context, 'secretGenerator')].filter((name) => name !== undefined));
  return all;
}

/** Groups whose controllers make no Secrets for pods. */
const MAKES_NONE = /(^|\.)(argoproj\.io|fluxcd\.io|keda\.sh|monitoring\.coreos\.com|config\.k8s\.io|networking\.k8s\.io|x-k8s\.io)\//;

/** Whether a custom object beside another may have made a Secret: operators call theirs by the object, as in `<name>-app`. */
export function mayBeMade(secret: string, object: CheckedObject, context: CheckContext): boolean {
  return context.objects.some(
    ({ cluster, namespace, name, groupKind }) =>
      cluster === object.cluster &&
      namespace === object.namespace &&
      name !== '' &&
      SECRETS[groupKind] === undefined &&
      !isBuiltIn(groupKind) &&
      !MAKES_NONE.test(groupKind) &&
      secret.startsWith(name),
  );
}

/** What a chart makes is not in Git. */
function hasChart(object: CheckedObject, context: CheckContext): boolean {
  const releases = context.ofKind('helm.toolkit.fluxcd.io/HelmRelease');
  if (releases.some((each) => [each.namespace, textAt(each.manifest, 'spec', 'targetNamespace')].includes(object.namespace))) return true;
  return context.ofKind('argoproj.io/Application').some(({ manifest }) => {
    const sources = [fieldsAt(manifest, 'spec', 'source'), ...listAt(manifest, 'spec', 'sources')];
    const isChart = sources.some((source) => textAt(source, 'chart') !== undefined || Object.keys(fieldsAt(source, 'helm')).length > 0);
    return isChart && textAt(manifest, 'spec', 'destination', 'namespace') === object.namespace;
  });
}

/** Names that kustomize makes. The namespace is said where it is applied, so they count for all. */
export function generated(context: CheckContext, field: 'configMapGenerator' | 'secretGenerator'): readonly string[] {
  return context.ofKind('kustomize.config.k8s.io/Kustomization').flatMap(({ manifest }) => namesIn(manifest, field));
}

function namesIn(manifest: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(manifest, ...path).flatMap((each) => textAt(each, 'name') ?? []);
}

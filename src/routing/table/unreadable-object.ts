import { type Finding, fileFinding, statementText } from '../../base/finding';
import type { Manifest } from '../../manifest/manifest';
import type { FoundManifest } from '../../manifest/manifest-text';
import { Schemas } from '../../schema/packs/known-schemas';
import { schemaFinding } from '../../schema/schema-finding';
import { checkMetadata } from '../../schema/structure/check-metadata';
import { checkValue } from '../../schema/structure/check-value';
import { Walk } from '../../schema/structure/walk';

/**
 * The kinds that interpreters read, each with the schema that tells whether it can be read. Interpreters look at the kind alone, so an object
 * of another group or version (`networking.istio.io/v1beta1`) is held to the same schema.
 */
const SCHEMA_OF_KIND: ReadonlyMap<string, string> = new Map(
  [
    'networking.k8s.io/v1/Ingress',
    'gateway.networking.k8s.io/v1/HTTPRoute',
    'traefik.io/v1alpha1/IngressRoute',
    'traefik.io/v1alpha1/TraefikService',
    'networking.istio.io/v1/VirtualService',
    'v1/Service',
    'apps/v1/Deployment',
    'apps/v1/StatefulSet',
    'apps/v1/DaemonSet',
  ].map((key) => [key.split('/').at(-1) as string, key]),
);

/** Kinds that are read beside routes. A directory may hold partial ones, such as patches, so their required fields may be missing. */
const BESIDE_ROUTES: ReadonlySet<string> = new Set(['Service', 'Deployment', 'StatefulSet', 'DaemonSet']);

/** Ingresses written before Kubernetes 1.18 have no path type; interpreters take such a path as a prefix. */
const MAY_BE_MISSING: ReadonlySet<string> = new Set(['pathType']);

const SCHEMAS = new Schemas();

/**
 * Why the interpreters cannot read an object: the first field that is missing or has another type than the shipped schema gives it. Fields
 * that no schema names, ranges and formats are not looked at here: `cdk8s-mlops check` reports those.
 */
export function unreadableObject({ manifest, file, line }: FoundManifest): Finding | undefined {
  const found = firstProblem(manifest);
  if (found === undefined) return undefined;
  const { code, fix } = found;
  const what = `${manifest.kind} "${manifest.metadata.name}": ${statementText(found)}`;
  return fileFinding(file, { line, column: 1 }, { code, what, fix });
}

function firstProblem(manifest: Manifest): Finding | undefined {
  const key = SCHEMA_OF_KIND.get(manifest.kind);
  const found = key === undefined ? undefined : SCHEMAS.find(key);
  if (found === undefined) return metadataProblem(manifest);
  const subject = { manifest: { ...manifest } };
  if (manifest.spec === undefined) return schemaFinding(subject, 'schema.required', ['spec'], 'is required', 'add it');
  const walk = new Walk(found.pack, subject);
  checkValue(walk, found.node, manifest, false);
  return walk.findings.find((finding) => prevents(manifest.kind, finding));
}

/** Every object's labels and annotations are read, whatever its kind is. */
function metadataProblem(manifest: Manifest): Finding | undefined {
  const walk = new Walk({ from: [], kinds: {}, nodes: [] }, { manifest: { ...manifest } });
  walk.path.push('metadata');
  checkMetadata(walk, manifest.metadata as unknown as Readonly<Record<string, unknown>>);
  return walk.findings.find(({ code }) => code === 'schema.type');
}

function prevents(kind: string, { code, path = [] }: Finding): boolean {
  if (code === 'schema.type') return true;
  return code === 'schema.required' && path[0] === 'spec' && !BESIDE_ROUTES.has(kind) && !MAY_BE_MISSING.has(String(path.at(-1)));
}

import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { errorFinding, type Finding } from '../../base/finding';
import { addFindings } from '../../kube/construct-findings';
import { type CustomObject, customObject } from '../../kube/kube-object';
import type { RenderedJob } from '../job-basics';
import type { OneShotRun, ResolvedRun } from './resolve-run';
import { canonicalJson, runHash } from './run-hash';

const ARGO = 'argocd.argoproj.io';

/** Annotations of a run that Argo CD starts. @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/ */
export function hookAnnotations(run: ResolvedRun): { readonly annotations?: Readonly<Record<string, string>> } {
  if (run.kind !== 'hook') return {};
  return { annotations: { [`${ARGO}/hook`]: run.phase, [`${ARGO}/hook-delete-policy`]: 'BeforeHookCreation' } };
}

/** Whether the run waits for a person. Written only where it was asked for, because a queue sets the field itself. */
export function suspendField(run: OneShotRun): { readonly suspend?: boolean } {
  return run.kind === 'hook' || run.suspend === undefined ? {} : { suspend: run.suspend };
}

/**
 * Creates the object of a job.
 *
 * `Run.once()` names it after its content, `Run.onEveryChange()` notes the content in an immutable field. Both are made from what the object
 * renders to, so JSON patches, cdk8s resolvers and labels that are added later count.
 */
export function runObject(scope: Construct, run: ResolvedRun, { manifest, noteContent }: RenderedJob): ApiObject {
  if (run.kind === 'once') return namedByContent(scope, manifest);
  if (run.kind !== 'onEveryChange' || noteContent === undefined) return customObject(scope, 'Resource', manifest);
  const note = (object: RunManifest): RunManifest => {
    const plain = { ...object, spec: noteContent(object.spec ?? {}, undefined) };
    // With keys in the order in which cdk8s renders them.
    return { ...plain, spec: JSON.parse(canonicalJson(noteContent(plain.spec, runHash(plain)))) };
  };
  const object = customObject(scope, 'Resource', note(manifest));
  const render = object.toJson.bind(object);
  object.toJson = () => note(render());
  return object;
}

/** A manifest with a spec. */
interface RunManifest extends CustomObject {
  readonly spec?: object;
}

/** The names that {@link readName} returned, by object. */
const READ_NAMES = new WeakMap<ApiObject, Set<string>>();

/** The name of a job's object. A JSON patch that changes it later is refused: whoever read it points at an object that is not rendered. */
export function readName(object: ApiObject): string {
  const { name } = object;
  READ_NAMES.set(object, (READ_NAMES.get(object) ?? new Set()).add(name));
  return name;
}

function namedByContent(scope: Construct, manifest: CustomObject): ApiObject {
  const nameOf = (json: RunManifest) => `${manifest.metadata.name}-${runHash(json)}`;
  const first = nameOf(manifest);
  const object = customObject(scope, 'Resource', { ...manifest, metadata: { ...manifest.metadata, name: first } });
  const plainJson = object.toJson.bind(object);
  let rendering = false;
  object.toJson = () => {
    rendering = true;
    try {
      const json = plainJson();
      return json.metadata?.name === first ? { ...json, metadata: { ...json.metadata, name: nameOf(json) } } : json;
    } finally {
      rendering = false;
    }
  };
  // cdk8s itself reads the name while it renders, for its error message.
  Object.defineProperty(object, 'name', {
    get: () => (rendering ? first : (rendered(() => object.toJson())?.metadata?.name ?? first)),
    enumerable: true,
  });
  addFindings(scope, () => nameFindings(scope.node.path, object, { first, nameOf, render: plainJson }));
  return object;
}

/** Undefined for an object that cannot be written as data, which the renderer reports. */
function rendered<T>(render: () => T): T | undefined {
  try {
    return render();
  } catch {
    return undefined;
  }
}

interface ContentName {
  /** The name before any JSON patch. */
  readonly first: string;
  readonly nameOf: (json: RunManifest) => string;
  /** What cdk8s renders, with the first name unless a patch sets another. */
  readonly render: () => RunManifest;
}

function nameFindings(where: string, object: ApiObject, { first, nameOf, render }: ContentName): readonly Finding[] {
  const json = rendered(render);
  if (json === undefined) return [];
  const patched = json.metadata?.name;
  if (patched !== first) {
    const what = `a JSON patch renames the ${object.kind} to "${patched}", so a changed spec would no longer get a new name`;
    return [errorFinding('BatchJob.changed', { where, what, fix: 'set the prop `name`; Run.once() appends a hash to it' })];
  }
  const read = READ_NAMES.get(object);
  if (read === undefined) return [];
  const name = nameOf(json);
  const stale = [...read].find((each) => each !== name);
  if (stale === undefined) return [];
  const what = `the name "${stale}" was read, and a JSON patch then changed it to "${name}"`;
  return [errorFinding('BatchJob.changed', { where, what, fix: 'add JSON patches before anything reads the name of the job' })];
}

import { join } from 'node:path';
import type { FilePosition, Finding, SourcePosition } from '../base/finding';
import { FindingsError } from '../base/findings-error';
import type { ValuePath } from '../base/value-path';
import { type CheckOptions, checkObjects } from '../check/check-objects';
import { type CheckedObject, checkedObject } from '../check/index/checked-object';
import { type FileTreeDirectory, objectFileName } from '../manifest/file-tree';
import type { Manifest } from '../manifest/manifest';
import { readYaml } from '../manifest/reader/read-yaml';
import { SourcePositions } from '../manifest/reader/source-positions';
import type { YamlDocument } from '../manifest/reader/yaml-document';
import { CHART_FILE } from '../render/layout';
import type { Rendered } from '../render/render-app';
import { Schemas } from '../schema/packs/known-schemas';
import { textAt } from '../schema/plain-access';
import { addedSchemas } from './added-schemas';

/** Lines of source, the nearest first. */
export type SourceLines = readonly FilePosition[];

/** An app of the program, rendered. */
export interface RenderedApp {
  readonly outdir: string;
  readonly rendered: Rendered;
  /** The lines of source that made the construct of a path, and those around it; none when they are not known. */
  readonly madeAt: (path: string) => SourceLines;
}

/** The findings of an app, by the schemas and rules that `options` name. */
export function appFindings(app: RenderedApp, options: CheckOptions): readonly Finding[] {
  return checkObjects(renderedObjects(app), options);
}

/** Refuses an app with errors, as `render` does: by the schemas of this library and of the working directory, and by the rules. */
export function assertAppValid(app: RenderedApp): void {
  const errors = appFindings(app, { schemas: new Schemas(addedSchemas()) }).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new FindingsError(errors.map(withConstruct));
}

/** An error that stops a program names the construct: there is no report beside it that shows the line of source. */
function withConstruct(finding: Finding): Finding {
  const construct = finding.subject?.construct;
  return construct === undefined ? finding : { ...finding, where: `${construct}: ${finding.where}` };
}

/** Whether something was found that stops a render. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

/** What an app renders to, as objects to check: each with its construct, the source that made it, and its position in the output. */
export function renderedObjects({ outdir, rendered: { charts, tree }, madeAt }: RenderedApp): readonly CheckedObject[] {
  return [...charts].flatMap(([directory, objects]) => {
    const files = new RenderedFiles(tree.get(directory) ?? new Map());
    return objects.map(({ manifest, identity, cluster, kubernetes, construct }) => {
      const name = files.nameOf(objectFileName(identity));
      return checkedObject(manifest, {
        cluster,
        kubernetes,
        construct: construct.node.path,
        madeAt: () => madeAt(construct.node.path),
        file: join(outdir, directory, name),
        positionOf: (path: ValuePath) => files.file(name).positionOf(manifest, path),
      });
    });
  });
}

/** The warnings of an app, with the lines of source that made their constructs. */
export function appWarnings({ rendered, madeAt }: RenderedApp): readonly Finding[] {
  return rendered.warnings.map((warning) => {
    const { where } = warning;
    return { ...warning, subject: { construct: where, madeAt: () => madeAt(where) } };
  });
}

/** The files of a directory; each is read once, when the first finding asks for a position in it. */
class RenderedFiles {
  private readonly read = new Map<string, RenderedFile>();

  constructor(private readonly texts: FileTreeDirectory) {}

  /** The file of an object: its own, or that of the whole chart. */
  nameOf(own: string): string {
    return this.texts.has(own) ? own : CHART_FILE;
  }

  file(name: string): RenderedFile {
    const known = this.read.get(name) ?? new RenderedFile(this.texts.get(name) ?? '');
    this.read.set(name, known);
    return known;
  }
}

class RenderedFile {
  private readonly documents: readonly YamlDocument[];
  private readonly positions: SourcePositions;

  constructor(text: string) {
    this.documents = readYaml(text);
    this.positions = new SourcePositions(text);
  }

  positionOf(manifest: Manifest, path: ValuePath): SourcePosition | undefined {
    const index = this.documents.findIndex(({ data }) => isSameObject(data, manifest));
    return this.positions.find(Math.max(0, index), path);
  }
}

function isSameObject(data: unknown, { apiVersion, kind, metadata }: Manifest): boolean {
  return (
    textAt(data, 'apiVersion') === apiVersion &&
    textAt(data, 'kind') === kind &&
    textAt(data, 'metadata', 'name') === metadata.name &&
    textAt(data, 'metadata', 'namespace') === metadata.namespace
  );
}

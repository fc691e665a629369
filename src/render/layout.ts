import { applyOrder } from '../manifest/apply-order';
import { type FileTreeDirectory, objectFileName } from '../manifest/file-tree';
import { kustomizationText } from '../manifest/kustomization-file';
import { yamlDocument, yamlStream } from '../manifest/yaml-text';
import type { RenderedObject } from './rendered-object';
import { unwritable } from './writable';

/** How a chart's objects become files of its directory. */
export type Layout = 'file-per-object' | 'file-per-chart';

/** The one file of a chart with the layout `file-per-chart`. */
export const CHART_FILE = 'manifests.yaml';

const KUSTOMIZATION_FILE = 'kustomization.yaml';

/** The files of one chart's directory, with the kustomization.yaml that lists them: Flux would take in every other YAML file too. */
export function chartFiles(objects: readonly RenderedObject[], layout: Layout): FileTreeDirectory {
  const files = layout === 'file-per-object' ? filePerObject(objects) : new Map([[CHART_FILE, chartText(objects)]]);
  files.set(KUSTOMIZATION_FILE, kustomizationText([...files.keys()]));
  return files;
}

function filePerObject(objects: readonly RenderedObject[]): Map<string, string> {
  return new Map(objects.map((object) => [objectFileName(object.identity), documentText(object)]));
}

function chartText(objects: readonly RenderedObject[]): string {
  const texts = new Map(objects.map((object) => [object.manifest, documentText(object)]));
  const ordered = applyOrder(objects.map((object) => object.manifest));
  return yamlStream(ordered.map((manifest) => texts.get(manifest) as string));
}

/** Text that no file can hold, and comments that lead nowhere, are seen only here. */
function documentText({ manifest, comments, construct }: RenderedObject): string {
  try {
    return yamlDocument(manifest, comments);
  } catch (cause) {
    throw unwritable(construct, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

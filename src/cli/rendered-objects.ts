import { join } from 'node:path';
import type { RenderedApp } from '../app/collect-apps';
import { type CheckedObject, checkedObject } from '../check/checked-object';
import { plainYaml } from '../check/plain-yaml';
import { Places } from '../check/yaml-file';
import { objectFileName } from '../manifest/file-name';
import { CHART_FILE } from '../render/layout';
import type { RenderedObject } from '../render/rendered-object';
import { textAt } from '../schema/plain-access';
import type { ValuePath } from '../schema/schema-finding';

/** What an app renders to, as objects to check: each with its construct, the source that made it, and its place in the output. */
export function renderedObjects({ outdir, rendered: { charts, tree }, madeAt }: RenderedApp): readonly CheckedObject[] {
  return [...charts].flatMap(([directory, objects]) => {
    const files = tree.get(directory);
    return objects.map((object) => {
      const own = objectFileName(object.identity);
      const name = files?.has(own) ? own : CHART_FILE;
      const placeOf = (path: ValuePath) => placeIn(files?.get(name) ?? '', object, path);
      return checkedObject(object.manifest, {
        cluster: object.cluster,
        kubernetes: object.kubernetes,
        construct: object.construct.node.path,
        madeAt: () => madeAt(object.construct.node.path),
        file: join(outdir, directory, name),
        placeOf,
      });
    });
  });
}

function placeIn(text: string, { manifest }: RenderedObject, path: ValuePath) {
  const documents = plainYaml(text) ?? [];
  const index = documents.findIndex(
    (data) =>
      textAt(data, 'kind') === manifest.kind &&
      textAt(data, 'metadata', 'name') === manifest.metadata.name &&
      textAt(data, 'metadata', 'namespace') === manifest.metadata.namespace,
  );
  return new Places(text).find(Math.max(0, index), path);
}

import { compareText } from './key-order';
import { yamlDocument } from './yaml-text';

/**
 * A Kustomization that lists the files of a directory, sorted.
 *
 * Without one, Flux and kubectl take every YAML file they find: with one, the list is reviewed like the rest.
 *
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/
 */
export function kustomizationText(fileNames: readonly string[]): string {
  const resources = [...fileNames].sort(compareText);
  const twice = resources.find((name, index) => name === resources[index + 1]);
  if (twice !== undefined) throw new Error(`a Kustomization that lists ${twice} twice is refused by kustomize`);
  return yamlDocument({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources });
}

import { deliveriesIn } from '../../src/check/delivery/deliveries';
import { appliedBefore } from '../../src/check/delivery/flux-order';
import { CheckContext } from '../../src/check/index/check-context';
import type { CheckedObject } from '../../src/check/index/checked-object';
import { readYamlFile } from '../../src/check/input/yaml-file';

type Files = Readonly<Record<string, string>>;

function worldOf(files: Files): CheckContext {
  return new CheckContext(Object.entries(files).flatMap(([file, yaml]) => readYamlFile(file, yaml).objects));
}

/** The delivery of the config map in a file. */
function deliveryOf(files: Files, file: string): string | undefined {
  const context = worldOf(files);
  const object = context.objects.find((each) => each.file === file) as CheckedObject;
  return deliveriesIn(context).of(object)?.name;
}

const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\n';
const kustomization = (name: string, path: string, dependsOn = '') =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec: {path: ${path}, dependsOn: [${dependsOn}]}\n`;
const application = (name: string, path: string, directory = '') =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}, namespace: argocd}\nspec: {source: {repoURL: r, path: ${path}${directory}}}\n`;

describe('the delivery of a file', () => {
  test.each<[string, Files, string | undefined]>([
    ['is the one whose path it lies in', { 'flux/a.yaml': kustomization('a', './apps') }, 'a'],
    ['is the nearest above it', { 'flux/a.yaml': kustomization('a', './apps'), 'flux/b.yaml': kustomization('b', './apps/server') }, 'b'],
    ['is an Application for the files of its directory', { 'argo/a.yaml': application('a', 'apps/server') }, 'a'],
    ['is no Application of a directory above', { 'argo/a.yaml': application('a', 'apps') }, undefined],
    ['is an Application that takes directories below', { 'argo/a.yaml': application('a', 'apps', ', directory: {recurse: true}') }, 'a'],
    [
      'is unknown where two have one path',
      { 'flux/a.yaml': kustomization('a', './apps'), 'flux/b.yaml': kustomization('b', 'apps') },
      undefined,
    ],
    ['is unknown for the root of a repository', { 'flux/a.yaml': kustomization('a', './') }, undefined],
    ['is none without deliveries', {}, undefined],
  ])('%s', (_, files, name) => {
    expect(deliveryOf({ ...files, 'apps/server/map.yaml': map }, 'apps/server/map.yaml')).toBe(name);
  });

  test('is found in a copy of the repository that lies elsewhere, where only one directory fits', () => {
    const files = { 'copy/flux/a.yaml': kustomization('a', './prod/apps'), 'copy/prod/apps/map.yaml': map };
    expect(deliveryOf(files, 'copy/prod/apps/map.yaml')).toBe('a');
    expect(deliveryOf({ ...files, 'old/prod/apps/map.yaml': map }, 'copy/prod/apps/map.yaml')).toBeUndefined();
  });

  test('is found by a path that stands there as it is before one that ends so', () => {
    const files = { 'flux/a.yaml': kustomization('a', './apps'), 'apps/map.yaml': map, 'old/apps/map.yaml': map };
    expect(deliveryOf(files, 'apps/map.yaml')).toBe('a');
    expect(deliveryOf(files, 'old/apps/map.yaml')).toBeUndefined();
  });
});

describe('what is applied before a Kustomization', () => {
  const names = (files: Files, name: string) => {
    const context = worldOf(files);
    const object = context.objects.find((each) => each.name === name) as CheckedObject;
    return [...appliedBefore(object, context)].map((each) => each.name).sort();
  };

  test('are those that it waits for, and those that they wait for', () => {
    const files = {
      'flux/a.yaml': kustomization('a', './a', '{name: b}'),
      'flux/b.yaml': kustomization('b', './b', '{name: c}'),
      'flux/c.yaml': kustomization('c', './c'),
    };
    expect(names(files, 'a')).toEqual(['b', 'c']);
    expect(names(files, 'c')).toEqual([]);
  });

  test('are those that apply it, and what they wait for', () => {
    const files = {
      'clusters/prod/flux-system/sync.yaml': kustomization('flux-system', './clusters/prod', '{name: base}'),
      'clusters/base.yaml': kustomization('base', './base'),
      'clusters/prod/apps.yaml': kustomization('apps', './apps'),
    };
    expect(names(files, 'apps')).toEqual(['base', 'flux-system']);
  });

  test('ends where they wait for one another', () => {
    expect(
      names({ 'flux/a.yaml': kustomization('a', './a', '{name: b}'), 'flux/b.yaml': kustomization('b', './b', '{name: a}') }, 'a'),
    ).toEqual(['a', 'b']);
  });
});

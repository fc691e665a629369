import { KUBERNETES_FEATURES, type KubernetesFeature } from '../kube/kubernetes-features';
import { accepts } from './accepted';
import type { CheckedObject } from './checked-object';
import { featureUses } from './feature-uses';
import type { Finding } from './finding';
import { isOnByDefault, servedVersion } from './served-versions';

/** The versions that `--kubernetes` takes, as minor versions of 1. */
export const KUBERNETES_MINORS: readonly number[] = [31, 32, 33, 34, 35, 36];

type Told = Pick<Finding, 'path' | 'what' | 'fix' | 'source'>;

/**
 * What a server of some version would not do with an object.
 *
 * Where somebody asked about the version, what it does without calling it stable is told as well. In every other render that would be noise:
 * the constructs themselves write such fields.
 */
export function versionFindings(object: CheckedObject, version: string, asked: boolean): readonly Finding[] {
  const minor = Number(version.split('.')[1]);
  const told: [code: string, findings: readonly Told[]][] = [
    ['kubernetes.version', served(object, version, minor)],
    ['kubernetes.feature', features(object, version, minor, asked)],
  ];
  return told.flatMap(([code, findings]) => {
    if (findings.length === 0 || accepts(object, code)) return [];
    return findings.map((each): Finding => ({ code, severity: 'warning', object, file: object.file, ...each }));
  });
}

function served({ manifest }: CheckedObject, version: string, minor: number): readonly Told[] {
  const apiVersion = String(manifest.apiVersion);
  const known = servedVersion(apiVersion, String(manifest.kind));
  if (known === undefined) return [];
  const { since } = known;
  const on = isOnByDefault(apiVersion);
  if (minor >= since && on) return [];
  const what =
    minor < since
      ? `is ${apiVersion}, which Kubernetes ${version} does not serve: it came with 1.${since}`
      : `is ${apiVersion}, which Kubernetes ${version} serves only where --runtime-config switches it on`;
  const fix = on ? `upgrade to 1.${since}, or leave it out` : 'use the stable version where there is one, or leave it out';
  return [{ path: ['apiVersion'], what, fix, source: 'https://kubernetes.io/docs/reference/using-api/#api-versioning' }];
}

function features(object: CheckedObject, version: string, minor: number, asked: boolean): readonly Told[] {
  return [...featureUses(object)].flatMap(({ feature: name, path }) => {
    const feature: KubernetesFeature = KUBERNETES_FEATURES[name];
    const { title, gate, on, stable, source } = feature;
    if ((stable !== undefined && minor >= stable) || (minor >= on && !asked)) return [];
    const state = minor >= on ? 'has, and not yet stable' : `lacks, or has behind the feature gate ${gate}`;
    return [{ path, what: `needs ${title}, which Kubernetes ${version} ${state}`, fix: fixOf(feature, minor), source }];
  });
}

function fixOf({ on, stable }: KubernetesFeature, minor: number): string {
  if (minor < on) return `upgrade to 1.${on}, or leave it out`;
  return stable === undefined ? 'leave it out where stability matters' : `it is stable from 1.${stable}`;
}

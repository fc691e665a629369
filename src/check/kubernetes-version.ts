import { fieldsAt, listAt, valueAt } from '../schema/plain-access';
import { podContainers, podTemplate } from '../schema/pod-template';
import type { ValuePath } from '../schema/schema-finding';
import type { CheckedObject } from './checked-object';
import type { Finding } from './finding';

/** The versions that `--kubernetes` takes, as minor versions of 1. */
export const KUBERNETES_MINORS: readonly number[] = [31, 32, 33, 34, 35, 36];

/** An API version that servers from some minor version on serve. */
interface ServedSince {
  readonly since: number;
  readonly source: string;
}

const RELEASE = 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/';

/** API versions that are younger than 1.31; all others of the schemas are served by every version above. */
const API_VERSIONS: Readonly<Record<string, ServedSince>> = {
  'resource.k8s.io/v1': { since: 34, source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/' },
  'resource.k8s.io/v1beta2': { since: 33, source: RELEASE },
  'resource.k8s.io/v1beta1': { since: 32, source: RELEASE },
};

/** A part of a pod that older servers lack, or have behind a switch. */
interface Feature {
  readonly title: string;
  /** The first minor version where it is stable. */
  readonly stable: number;
  /** The first where it works without anyone switching it on. */
  readonly on: number;
  readonly source: string;
  readonly uses: (object: CheckedObject) => Iterable<ValuePath>;
}

/** @see https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/ */
export const FEATURES: readonly Feature[] = [
  {
    title: 'an image as a volume',
    stable: 36,
    on: 35,
    source: 'https://kubernetes.io/docs/concepts/storage/volumes/#image',
    uses: function* (object) {
      const pod = podTemplate(object.groupKind, object.manifest);
      for (const [index, volume] of listAt(pod?.spec, 'volumes').entries())
        if (valueAt(volume, 'image')) yield [...(pod?.path ?? []), 'volumes', index, 'image'];
    },
  },
  {
    title: 'a sidecar (an init container with restartPolicy Always)',
    stable: 33,
    on: 29,
    source: 'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/',
    uses: function* (object) {
      const pod = podTemplate(object.groupKind, object.manifest);
      for (const [index, container] of listAt(pod?.spec, 'initContainers').entries()) {
        if (valueAt(container, 'restartPolicy') === 'Always') yield [...(pod?.path ?? []), 'initContainers', index, 'restartPolicy'];
      }
    },
  },
  {
    title: 'a claimed device (dynamic resource allocation)',
    stable: 34,
    on: 34,
    source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/',
    uses: function* (object) {
      const pod = podTemplate(object.groupKind, object.manifest);
      if (listAt(pod?.spec, 'resourceClaims').length > 0) yield [...(pod?.path ?? []), 'resourceClaims'];
    },
  },
  {
    title: 'a pause of preStop (sleep)',
    stable: 34,
    on: 30,
    source: 'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/',
    uses: function* (object) {
      const pod = podTemplate(object.groupKind, object.manifest);
      if (pod === undefined) return;
      for (const { path, container } of podContainers(pod)) {
        if (valueAt(container, 'lifecycle', 'preStop', 'sleep')) yield [...path, 'lifecycle', 'preStop', 'sleep'];
      }
    },
  },
  {
    title: 'rules that restart a single container',
    stable: 99,
    on: 35,
    source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restart-rules',
    uses: function* (object) {
      const pod = podTemplate(object.groupKind, object.manifest);
      if (pod === undefined) return;
      for (const { path, container } of podContainers(pod)) if (container.restartPolicyRules) yield [...path, 'restartPolicyRules'];
    },
  },
  {
    title: 'a backoff limit for each index',
    stable: 33,
    on: 29,
    source: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#backoff-limit-per-index',
    uses: jobField('backoffLimitPerIndex'),
  },
  {
    title: 'a success policy',
    stable: 33,
    on: 31,
    source: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#success-policy',
    uses: jobField('successPolicy'),
  },
];

function jobField(field: string): Feature['uses'] {
  return function* ({ groupKind, manifest }) {
    const path = groupKind === 'batch/CronJob' ? ['spec', 'jobTemplate', 'spec'] : ['spec'];
    if (groupKind.startsWith('batch/') && field in fieldsAt(manifest, ...path)) yield [...path, field];
  };
}

/** What an older server would not do with an object. */
export function versionFindings(object: CheckedObject, version: string): readonly Finding[] {
  const minor = Number(version.split('.')[1]);
  const warning = { severity: 'warning', object, file: object.file } as const;
  const served = API_VERSIONS[String(object.manifest.apiVersion)];
  const findings: Finding[] = [];
  if (served !== undefined && minor < served.since) {
    const what = `is ${object.manifest.apiVersion}, which Kubernetes ${version} does not serve: it came with 1.${served.since}`;
    findings.push({
      ...warning,
      code: 'kubernetes.version',
      path: ['apiVersion'],
      what,
      fix: `upgrade to 1.${served.since}, or leave it out`,
      source: served.source,
    });
  }
  for (const { title, stable, on, uses, source } of FEATURES) {
    if (minor >= stable) continue;
    for (const path of uses(object)) {
      const state = minor >= on ? 'is there and not yet stable' : 'is missing, or has to be switched on';
      const what = `is ${title}, which ${state} in Kubernetes ${version}`;
      findings.push({
        ...warning,
        code: 'kubernetes.feature',
        path,
        what,
        fix: stable === 99 ? 'leave it out where stability matters' : `it is stable from 1.${stable}`,
        source,
      });
    }
  }
  return findings;
}

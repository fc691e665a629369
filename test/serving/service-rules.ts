import { Size } from 'cdk8s';
import type { Container, PodSpec } from '../../imports/kubernetes';
import { pathText } from '../../src/base/value-path';
import { longestTimeBudget } from '../../src/kube/delivery/time-budget';
import { isClaimed } from '../../src/kube/devices/claimed-devices';
import { Schemas } from '../../src/schema/packs/known-schemas';
import { type AnyObject, validateObject } from '../../src/schema/validate-object';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { restrictedViolations } from '../kube/restricted';
import { emptyDirKibibytes } from '../support/empty-dir';
import { attempt } from './any-service';
import type { Served } from './serving-props';

const schemas = new Schemas();

/** What holds for every service, by the sentence that says it. */
export const rules: Record<string, (served: Served, props: MLServiceProps) => void> = {
  'every selector selects the pods'({ objects, deployment, service }) {
    const { labels = {} } = deployment.spec.template.metadata ?? {};
    expect(labels).toMatchObject(service.selector);
    expect(deployment.spec.selector.matchLabels).toEqual(service.selector);
    for (const { kind, spec } of objects) {
      if (kind === 'Service') expect(spec.selector).toEqual(service.selector);
      if (kind === 'PodDisruptionBudget') expect(spec.selector.matchLabels).toEqual(service.selector);
      if (kind === 'NetworkPolicy') expect(spec.podSelector.matchLabels).toEqual(service.selector);
      if (kind === 'PodMonitor' || kind === 'ServiceMonitor') expect(spec.selector.matchLabels).toEqual(service.selector);
    }
  },
  'the startup probe allows what was declared, and the deadline allows the startup probe'({ server, deployment }, { startup }) {
    const { periodSeconds = 0, failureThreshold = 0 } = server.startupProbe ?? {};
    expect(periodSeconds * failureThreshold).toBeGreaterThanOrEqual(startup?.within.toSeconds() ?? 120);
    expect(Number(deployment.spec.progressDeadlineSeconds)).toBeGreaterThanOrEqual(periodSeconds * failureThreshold + 600);
  },
  'the delivery has at least the deadline'({ service, deployment }) {
    const budget = longestTimeBudget(service)?.budget.seconds ?? 0;
    expect(budget).toBeGreaterThanOrEqual(Number(deployment.spec.progressDeadlineSeconds));
  },
  'a pod is killed only after preStop and drain'({ pod, server }, { drain }) {
    const preStop = server.lifecycle?.preStop?.sleep?.seconds ?? 0;
    expect(preStop).toBeGreaterThan(0);
    expect(Number(pod.terminationGracePeriodSeconds)).toBeGreaterThan(preStop + (drain?.toSeconds() ?? 30));
  },
  'liveness never runs without a startup probe'({ server }) {
    expect(server.livenessProbe === undefined || server.startupProbe !== undefined).toBe(true);
  },
  'replicas have one owner'({ deployment, objects }) {
    const autoscalers = objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject');
    expect(autoscalers.length + ('replicas' in deployment.spec ? 1 : 0)).toBe(1);
    for (const { spec } of autoscalers) expect(spec.scaleTargetRef.name).toBe(deployment.metadata.name);
  },
  'a disruption budget leaves a pod'({ objects, deployment }) {
    const hpa = objects.find((object) => object.kind === 'HorizontalPodAutoscaler')?.spec.minReplicas;
    const keda = objects.find((object) => object.kind === 'ScaledObject')?.spec.minReplicaCount;
    const least = hpa ?? keda ?? deployment.spec.replicas;
    const budget = objects.find((object) => object.kind === 'PodDisruptionBudget');
    expect(budget !== undefined).toBe(least >= 2);
    if (budget !== undefined) expect(budget.spec.maxUnavailable).toBeLessThan(least);
  },
  'an idle service is left alone for as long as a start may take'({ objects, server }) {
    const { idleReplicaCount, cooldownPeriod, initialCooldownPeriod } = objects.find(({ kind }) => kind === 'ScaledObject')?.spec ?? {};
    const { periodSeconds = 0, failureThreshold = 0 } = server.startupProbe ?? {};
    if (idleReplicaCount === undefined) return expect([cooldownPeriod, initialCooldownPeriod]).toEqual([undefined, undefined]);
    expect(Math.min(cooldownPeriod, initialCooldownPeriod)).toBeGreaterThanOrEqual(periodSeconds * failureThreshold);
  },
  'what a monitor scrapes and an alert reads is there'({ objects, server }) {
    const ports = server.ports?.map((port) => port.name);
    for (const { kind, spec } of objects) {
      for (const { port } of [...(spec?.endpoints ?? []), ...(spec?.podMetricsEndpoints ?? [])]) expect(ports).toContain(port);
      if (kind === 'PrometheusRule') expect(objects.some((object) => object.kind.endsWith('Monitor'))).toBe(true);
    }
  },
  'a strict API server takes every object'({ objects }) {
    for (const object of objects) {
      const { findings, unknownKind } = validateObject(schemas, JSON.parse(JSON.stringify(object)) as AnyObject);
      expect(findings.map(({ path, what }) => `${object.kind} ${pathText(path)} ${what}`)).toEqual([]);
      expect(unknownKind).toBeUndefined();
    }
  },
  'devices are the same in requests and limits'({ server }, { accelerator }) {
    if (accelerator === undefined) return;
    if (isClaimed(accelerator)) return expect(server.resources?.claims).toEqual([{ name: 'devices' }]);
    expect(server.resources?.limits?.[accelerator.resource]).toBe(`${accelerator.count}`);
    expect(server.resources?.requests?.[accelerator.resource]).toBe(`${accelerator.count}`);
  },
  'several devices share memory, within the memory limit'({ pod, server }, { accelerator, memory }) {
    const shared = server.volumeMounts?.some((mount) => mount.mountPath === '/dev/shm');
    if ((accelerator?.count ?? 0) > 1) expect(shared).toBe(true);
    const used = emptyDirKibibytes(pod.volumes ?? [], 'Memory');
    expect(used).toBeLessThan(memory.toKibibytes());
  },
  'what is on disk is requested'({ pod, server }) {
    const disk = emptyDirKibibytes(pod.volumes ?? [], 'disk');
    const requested = Size.mebibytes(mebibytes(`${server.resources?.requests?.['ephemeral-storage']}`)).toKibibytes();
    expect(requested).toBeGreaterThan(disk);
  },
  'mounts and volumes belong together'({ pod }) {
    const volumes = new Set((pod.volumes ?? []).map((volume) => volume.name));
    const mounted = new Set(containers(pod).flatMap((container) => (container.volumeMounts ?? []).map((mount) => mount.name)));
    expect(mounted).toEqual(volumes);
  },
  'the pod meets the restricted standard'({ pod }) {
    expect(restrictedViolations(pod)).toEqual([]);
    expect(pod.automountServiceAccountToken).toBe(false);
    for (const container of containers(pod).filter(({ name }) => name === 'server' || name === 'download')) {
      expect(container.securityContext?.readOnlyRootFilesystem).toBe(true);
    }
  },
  'a rollout without spare devices needs none'({ deployment }, { accelerator, extendedResources, rollout }) {
    if ((accelerator === undefined && extendedResources === undefined) || (rollout !== undefined && rollout.kind !== 'auto')) return;
    expect(deployment.spec.strategy?.rollingUpdate).toEqual({ maxSurge: 0, maxUnavailable: 1 });
  },
  'the version changes labels and nothing else'(served, props) {
    const other = attempt({ ...props, version: 'another' });
    expect(other?.service.selector).toEqual(served.service.selector);
    expect(withoutVersion(other)).toEqual(withoutVersion(served));
  },
};

function containers(pod: PodSpec): readonly Container[] {
  return [...(pod.initContainers ?? []), ...pod.containers];
}

function mebibytes(quantity: string): number {
  const number = Number.parseInt(quantity, 10);
  return quantity.endsWith('Gi') ? number * 1024 : number;
}

function withoutVersion(served: Served | undefined): unknown {
  return JSON.parse(JSON.stringify(served?.objects), (key, value) => (key === 'app.kubernetes.io/version' ? undefined : value));
}

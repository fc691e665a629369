import type { Duration } from 'cdk8s';
import type { ScaledObjectSpec, ScaledObjectSpecTriggers } from '../../imports/keda';
import { ConfigError } from '../base/config-error';
import { wholeSeconds } from '../base/units';
import type { CustomObject } from '../kube/kube-object';
import type { PlainSpec } from '../kube/plain-spec';
import type { KedaTrigger } from './keda-trigger';
import { seriesSelector } from './runtime-metrics';
import type { AutoscalerSite } from './scale';
import { type ScaleDown, scaleDownBehavior } from './scale-down';

interface KedaBounds extends ScaleDown {
  /** Fewest replicas while the service is in use, at least 1. */
  readonly min: number;
  /** Most replicas, not below `min`. */
  readonly max: number;
  /** What is watched; the one that asks for most decides. At least one. */
  readonly triggers: readonly KedaTrigger[];
  /** How often the triggers are asked, in whole seconds. @default - KEDA's own 30 seconds */
  readonly polling?: Duration;
  /**
   * What happens when the triggers cannot be asked.
   *
   * @default - after 3 failures: `min` replicas, or as many as run if that is more
   */
  readonly fallback?: { readonly failures: number; readonly replicas: number };
}

/** With `idle`, nothing runs while nobody asks. */
type KedaIdle =
  | {
      /** Replicas while nobody asks. KEDA knows no other number than 0. */
      readonly idle: 0;
      /**
       * Time without requests until the service becomes idle, in whole seconds. Shorter than a start, and the service would stop before it
       * has ever answered: refused (`MLService.replicas`).
       *
       * @default - 5 minutes, or the longest time until a server answers, image pull included, if that is more
       */
      readonly cooldown?: Duration;
    }
  | { readonly idle?: undefined; readonly cooldown?: undefined };

export type KedaProps = KedaBounds & KedaIdle;

export type KedaScale = KedaProps & { readonly kind: 'keda' };

/** What the ScaledObject must know of its service. */
export interface KedaSite extends AutoscalerSite {
  readonly namespace: string;
  /** The longest time from nothing to a server that answers: scheduling, pulling and starting. */
  readonly readySeconds: number;
  /** The runtime's gauge of waiting requests, where it has one. */
  readonly waiting: string | undefined;
}

const DEFAULT_COOLDOWN = 300;

/** Has KEDA bring the workload to that number of pods, and keep it there. @see https://keda.sh/docs/latest/concepts/scaling-deployments/#pausing-autoscaling */
export const PAUSED_REPLICAS = 'autoscaling.keda.sh/paused-replicas';

/** The ScaledObject of a service. It takes over `replicas`, which the workload then leaves out. */
export function scaledObject(scale: KedaScale, site: KedaSite): CustomObject {
  const { where, name, labels, target, startupSeconds } = site;
  const behavior = scaleDownBehavior(where, scale, startupSeconds);
  const spec: PlainSpec<ScaledObjectSpec> = {
    scaleTargetRef: { ...target, name },
    ...(scale.polling === undefined ? {} : { pollingInterval: wholeSeconds('MLService.replicas', where, scale.polling, 1) }),
    ...idleFields(scale, site),
    minReplicaCount: scale.min,
    maxReplicaCount: scale.max,
    // Blind, it must not take away servers that are in use.
    fallback: {
      failureThreshold: scale.fallback?.failures ?? 3,
      replicas: scale.fallback?.replicas ?? scale.min,
      behavior: 'currentReplicasIfHigher',
    },
    ...(behavior === undefined ? {} : { advanced: { horizontalPodAutoscalerConfig: { behavior } } }),
    triggers: scale.triggers.map((trigger) => triggerSpec(trigger, scale, site)),
  };
  return { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name, labels }, spec };
}

/** Both periods count from before the server can answer: the first from its creation, the second from the last request, which may have woken it. */
function idleFields(scale: KedaScale, { where, startupSeconds, readySeconds }: KedaSite): PlainSpec<Partial<ScaledObjectSpec>> {
  if (scale.idle === undefined) return {};
  const usual = Math.max(DEFAULT_COOLDOWN, readySeconds);
  const cooldownPeriod = scale.cooldown === undefined ? usual : wholeSeconds('MLService.replicas', where, scale.cooldown, 1);
  if (cooldownPeriod < startupSeconds) {
    throw new ConfigError('MLService.replicas', {
      where,
      what: `a cooldown of ${cooldownPeriod} s is shorter than a start, which may take ${startupSeconds} s`,
      fix: `use cooldown: Duration.seconds(${usual}), or leave it out`,
    });
  }
  return { idleReplicaCount: 0, cooldownPeriod, initialCooldownPeriod: Math.max(cooldownPeriod, readySeconds) };
}

function triggerSpec(
  trigger: KedaTrigger,
  { idle }: KedaScale,
  { namespace, name, waiting }: KedaSite,
): PlainSpec<ScaledObjectSpecTriggers> {
  const own = trigger.kind === 'queue';
  const query = own ? `sum(${waiting}${seriesSelector(namespace, name)})` : trigger.query;
  return {
    type: 'prometheus',
    metadata: {
      serverAddress: trigger.server,
      query,
      threshold: `${trigger.average}`,
      ...(trigger.activation === undefined ? {} : { activationThreshold: `${trigger.activation}` }),
      // Without an answer of the servers the queue is unknown, not empty; an idle service has no servers to answer.
      ...(own && idle === undefined ? { ignoreNullValues: 'false' } : {}),
    },
    ...(trigger.authentication === undefined ? {} : { authenticationRef: { name: trigger.authentication } }),
  };
}

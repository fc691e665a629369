import type { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkPinned } from '../environment/pinned-image';
import type { GpuDevices } from '../kube/devices/accelerator';
import type { PodProps } from '../kube/pod/pod-props';
import { warnOfAbortedRequests } from '../serving/ml-service';
import type { ModelServerProps } from '../serving/ml-service-props';
import { checkModelPinned } from '../serving/model/check-model';
import { type Hosting, type ResolvedService, resolveModelServer } from '../serving/resolve-model-server';
import type { Startup } from '../serving/rollout/rollout';

/** Props of every server that an operator of the cluster runs. What its object has no field for is not a prop. */
export interface OperatedProps extends Omit<PodProps, 'accelerator'> {
  /** The application, which several services may share: the two colors of one model, `'llama'`. Label `app.kubernetes.io/name`. @default - the name */
  readonly app?: string;
  /** The release, for people: `'v3'`. Label `app.kubernetes.io/version`, never part of a selector. @default - none */
  readonly version?: string;
  /**
   * Time for running requests after the order to stop, from 1 second to 1 hour in whole seconds: `Duration.seconds(45)` (`MLService.drain`).
   *
   * @default Duration.seconds(30)
   */
  readonly drain?: Duration;
  /** Memory at /dev/shm, part of the memory limit: `Size.gibibytes(8)` (`MLService.sharedMemory`). @default - 2 GiB a device for more than one device */
  readonly sharedMemory?: Size;
  /** Disk at /tmp: `Size.gibibytes(16)` (`MLService.scratch`). @default - 8 GiB for vLLM, 4 GiB for TGI and Triton, 1 GiB for others */
  readonly scratch?: Size;
}

/** Devices of one pod. Claims of dynamic resource allocation and TPUs need `MLService`. */
export type OperatedDevices =
  | {
      /** Devices of one pod, and the nodes that have them: `Gpu.nvidia(1)`. */
      readonly accelerator: GpuDevices;
      /**
       * The longest start, at least 10 s (`MLService.startup`). There is no default, because only a measurement tells.
       *
       * @example Startup.within(Duration.minutes(20))
       */
      readonly startup: Startup;
    }
  | {
      readonly accelerator?: undefined;
      /** The longest start, at least 10 s (`MLService.startup`). @default Startup.within(Duration.minutes(2)) */
      readonly startup?: Startup;
    };

/** Resolves a model server whose pods an operator runs, and checks its images and model. */
export function resolveOperated(
  construct: Construct,
  props: ModelServerProps & { readonly name: string },
  hosting: Hosting,
): ResolvedService {
  const service = resolveModelServer(construct, props, hosting);
  for (const image of service.pod.images) checkPinned('MLService.image', construct, image);
  checkModelPinned(construct, service.model);
  warnOfAbortedRequests(construct, service);
  return service;
}

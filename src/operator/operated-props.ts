import type { Duration, Size } from 'cdk8s';
import type { GpuDevices } from '../kube/devices/accelerator';
import type { PodProps } from '../kube/pod/pod-props';
import type { Startup } from '../serving/rollout/startup';

/** What every server can be given that an operator of the cluster runs. What its object cannot carry is no prop of it. */
export interface OperatedProps extends Omit<PodProps, 'accelerator'> {
  /** The application, which several services may share: the two colors of one model. Label `app.kubernetes.io/name`. @default - the name */
  readonly app?: string;
  /** The release, for people: label `app.kubernetes.io/version`, never part of a selector. @default - none */
  readonly version?: string;
  /** Time for running requests after the order to stop, in whole seconds from 1 second to 1 hour (`MLService.drain`). @default Duration.seconds(30) */
  readonly drain?: Duration;
  /** Memory at /dev/shm, counted inside the memory limit (`MLService.sharedMemory`). @default - 2 GiB a device for more than one device */
  readonly sharedMemory?: Size;
  /** Disk at /tmp (`MLService.scratch`). @default - 8 GiB for vLLM, 4 GiB for TGI and Triton, 1 GiB for others */
  readonly scratch?: Size;
}

/** Devices of one pod. Claims of dynamic resource allocation and TPUs are for `MLService`. */
export type OperatedDevices =
  | {
      /** Devices of one pod, with the nodes that have them. */
      readonly accelerator: GpuDevices;
      /** How long a start may take, at least 10 s (`MLService.startup`). There is no default: only a measurement knows. */
      readonly startup: Startup;
    }
  | {
      readonly accelerator?: undefined;
      /** How long a start may take, at least 10 s (`MLService.startup`). @default Startup.within(Duration.minutes(2)) */
      readonly startup?: Startup;
    };

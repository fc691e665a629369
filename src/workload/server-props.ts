import type { Duration, Size } from 'cdk8s';
import type { PodProps } from '../kube/pod/pod-props';
import type { Health } from './health';

/** What every server that runs indefinitely is made of. */
export interface ServerProps extends PodProps {
  /** The Kubernetes name. A DNS label that starts with a letter (`.name`). @default - the construct's id */
  readonly name?: string;
  /** The application that it is a part of, for the label `app.kubernetes.io/name`. @default - the name */
  readonly app?: string;
  /** The release, for the label `app.kubernetes.io/version`. @default - none */
  readonly version?: string;
  /** The container image, with a digest. Refused without one where the environment requires pins (`.image`). */
  readonly image: string;
  /** The program, in place of the image's entrypoint. @default - the image's */
  readonly command?: readonly string[];
  /** Its arguments, in place of the image's. @default - the image's */
  readonly args?: readonly string[];
  /**
   * Ports by name: `{ http: 8080, metrics: 9090 }`. The first is the one that people mean, and that `health` asks.
   *
   * The Service has the same ports, and finds the container's by their names (`.ports`).
   */
  readonly ports: Readonly<Record<string, number>>;
  /** How it is asked whether it works: `Health.http('/healthz')`. */
  readonly health: Health;
  /** How long a start may take, in whole seconds of at least 10 (`.startup`). @default Duration.minutes(2) */
  readonly startup?: Duration;
  /** Number of pods, at least 1 (`.replicas`). @default 1 */
  readonly replicas?: number;
  /** Time for running requests after the order to stop, in whole seconds from 1 second to 1 hour (`.drain`). @default Duration.seconds(30) */
  readonly drain?: Duration;
  /** Disk at /tmp: the root file system is read-only. @default Size.gibibytes(1) */
  readonly scratch?: Size;
}

/** What the compiler asks for, with examples for callers without one. */
export const SERVER_EXAMPLES: Readonly<Record<keyof Pick<ServerProps, 'image' | 'ports' | 'health' | 'cpu' | 'memory'>, string>> = {
  image: "'ghcr.io/acme/api:1.4@sha256:<digest>'",
  ports: '{ http: 8080 }',
  health: "Health.http('/healthz')",
  cpu: 'Cpu.cores(1)',
  memory: 'Size.gibibytes(2)',
};

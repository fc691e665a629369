import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { wholeSeconds } from '../base/units';
import { checkPinned } from '../environment/pinned-image';
import type { PodProps } from '../kube/pod/pod-props';
import {
  type ResolvedServer,
  resolveIdentity,
  resolveServer,
  resolveStop,
  type ServerDesign,
  type ServerPort,
} from '../kube/server/resolve-server';
import { MOST_PODS, wholeNumber } from '../kube/whole-number';
import { type Health, resolveHealth } from './health';

/** Props that all servers of this room share. */
export interface WorkloadProps extends PodProps {
  /** The Kubernetes name: `'preprocessing'`. A DNS label that starts with a letter (`<Construct>.name`). @default - the construct's id */
  readonly name?: string;
  /** The application that this workload is part of: `'ranking'`. Label `app.kubernetes.io/name` (`<Construct>.app`). @default - the name */
  readonly app?: string;
  /** The release: `'1.4'`. Label `app.kubernetes.io/version` (`<Construct>.version`). @default - none */
  readonly version?: string;
  /**
   * The container image. Refused without a digest where the environment requires pins (`<Construct>.image`).
   *
   * @example 'ghcr.io/acme/api:1.4@sha256:<digest>'
   */
  readonly image: string;
  /** The command: `['serve']`. @default - the image's entrypoint */
  readonly command?: readonly string[];
  /** The arguments: `['--workers=4']`. @default - the image's */
  readonly args?: readonly string[];
  /** The longest start, in whole seconds, at least 10: `Duration.minutes(5)` (`<Construct>.startup`). @default Duration.minutes(2) */
  readonly startup?: Duration;
  /**
   * Time for running requests after the order to stop, from 1 second to 1 hour in whole seconds: `Duration.seconds(45)`
   * (`<Construct>.drain`).
   *
   * @default Duration.seconds(30)
   * @example Duration.seconds(30)
   */
  readonly drain?: Duration;
  /** Disk at /tmp; the root file system is read-only: `Size.gibibytes(8)` (`<Construct>.scratch`). @default Size.gibibytes(1) */
  readonly scratch?: Size;
}

/** Props of `WebService` and `StatefulService`. */
export interface ServerProps extends WorkloadProps {
  /**
   * Ports by name. The first is the main one, which `health` checks. The Service has the same ports (`<Construct>.ports`).
   *
   * @example { http: 8080, metrics: 9090 }
   */
  readonly ports: Readonly<Record<string, number>>;
  /**
   * How Kubernetes checks the server (`<Construct>.health`).
   *
   * @example Health.http('/healthz')
   */
  readonly health: Health;
  /**
   * Number of pods, at least 1: `2` (`<Construct>.replicas`).
   *
   * @default 1
   * @example 2
   */
  readonly replicas?: number;
}

/** What a kind of workload adds to its pods. */
interface WorkloadKind extends Pick<ServerDesign, 'spread' | 'mounts' | 'templateVolumes'> {
  /** Prefix of every error code: `WebService`. */
  readonly code: string;
  /** Label `app.kubernetes.io/component`. */
  readonly component: string;
}

/** Memory that a server needs for itself beside memory volumes. */
const PROCESS_MEMORY = Size.mebibytes(64);

/** Resolves a workload of this room; checks the images of all its containers. */
export function resolveWorkload(
  construct: Construct,
  id: string,
  { code, component, ...kind }: WorkloadKind,
  props: WorkloadProps & Partial<ServerProps>,
): ResolvedServer {
  const where = construct.node.path;
  const ports = props.ports === undefined ? [] : resolvePorts(code, where, props.ports);
  const startup = wholeSeconds(`${code}.startup`, where, props.startup ?? Duration.minutes(2), 10);
  const replicas = wholeNumber(`${code}.replicas`, where, props.replicas ?? 1, { title: 'replicas', min: 1, max: MOST_PODS });
  const server = resolveServer(
    {
      ...kind,
      code,
      where,
      identity: resolveIdentity(construct, code, component, { ...props, name: props.name ?? id }),
      image: props.image,
      command: props.command,
      args: props.args,
      ports,
      health: props.health === undefined ? undefined : resolveHealth(code, where, props.health, ports[0]?.name ?? '', startup),
      stop: resolveStop(code, where, props.drain),
      replicas: { min: replicas, max: replicas },
      storage: { scratch: props.scratch ?? Size.gibibytes(1), processMemory: PROCESS_MEMORY, memoryProp: 'memory' },
    },
    props,
  );
  for (const image of server.pod.images) checkPinned(`${code}.image`, construct, image);
  return server;
}

function resolvePorts(code: string, where: string, ports: Readonly<Record<string, number>>): readonly ServerPort[] {
  const entries = Object.entries(ports).map(([name, port]) => ({ name, port }));
  const refuse = (what: string): never => {
    throw new ConfigError(`${code}.ports`, {
      where,
      what,
      fix: 'use names of up to 15 letters, and numbers from 1 to 65535: { http: 8080 }',
    });
  };
  if (entries.length === 0) refuse('the server has no port');
  for (const { name, port } of entries) {
    if (!/^(?=.*[a-z])[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/.test(name) || name.includes('--')) {
      refuse(`invalid port name ${JSON.stringify(name)}`);
    }
    if (!Number.isInteger(port) || port < 1 || port > 65535) refuse(`port ${name} must be between 1 and 65535, got ${port}`);
  }
  if (new Set(entries.map(({ port }) => port)).size < entries.length) refuse('two ports have the same number');
  return entries;
}

import { Duration, Size } from 'cdk8s';
import { Cpu, Env, Gpu, Health, Model, Mount, Run, Runtime } from '../../src/index';

export const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
export const IMAGE = `ghcr.io/acme/server:1.4@${DIGEST}`;
export const VLLM = `vllm/vllm-openai:v0.18.0@${DIGEST}`;
export const COMMIT = '8c22764a7e3675c50d4c7c9a4edb474456022b16';

/** Stands where a password would; no message may show it. */
export const SECRET = 'hunter2-is-a-secret';

export const SIZE = { cpu: Cpu.cores(1), memory: Size.gibibytes(4) };

/** The least that a model server is given. */
export const SERVER = {
  model: Model.bakedIn('/models/scorer'),
  runtime: Runtime.custom({ image: IMAGE, port: 8080, healthPath: '/healthz' }),
  replicas: 1,
  ...SIZE,
};

/** The least that a job is given. */
export const JOB = { image: IMAGE, run: Run.once(), ...SIZE };

/** What every pod may be given, as rich as it can be. */
export const POD = {
  cpuLimit: Cpu.cores(2),
  ephemeralStorage: Size.gibibytes(2),
  env: { LOG_LEVEL: 'info', TOKEN: SECRET, KEY: Env.secret('keys', 'key'), POD: Env.field('metadata.name') },
  mounts: [
    Mount.claim('/data', 'data', { subPath: 'a' }),
    Mount.configMap('/etc/app', 'settings'),
    Mount.memory('/cache', { sizeLimit: Size.gibibytes(1) }),
  ],
  security: { runAsUser: 1000, fsGroup: 1000, supplementalGroups: [7], exceptions: { writableRootFilesystem: 'it writes there' } },
  serviceAccount: 'models',
  mountServiceAccountToken: false,
  imagePullSecrets: ['registry', { name: 'other' }],
  nodeSelector: { 'example.com/pool': 'serving' },
  tolerations: [{ key: 'team', operator: 'Equal' as const, value: 'a', effect: 'NoSchedule' as const }],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In' as const, values: ['a'] }] }],
      },
    },
  },
  priorityClassName: 'serving',
  runtimeClassName: 'nvidia',
  schedulerName: 'volcano',
  podLabels: { 'example.com/team': 'a' },
  podAnnotations: { 'example.com/note': 'text' },
};

export const CONTAINERS = {
  initContainers: [{ name: 'prepare', image: IMAGE, command: ['sh'], env: [{ name: 'A', value: 'b' }] }],
  topologySpread: [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway' as const,
      labelSelector: { matchLabels: { app: 'a' } },
    },
  ],
};

export const SIDECARS = { extraContainers: [{ name: 'proxy', image: IMAGE, ports: [{ containerPort: 9000, name: 'proxy' }] }] };

export const WEB = {
  image: IMAGE,
  ports: { http: 8080, metrics: 9090 },
  health: Health.http('/healthz', { livenessPath: '/live' }),
  replicas: 2,
  ...SIZE,
};

export const DEVICES = { accelerator: Gpu.nvidia(1, { product: 'H100' }), deadline: Duration.hours(1) };

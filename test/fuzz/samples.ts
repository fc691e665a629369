import { Chart, Duration, Size } from 'cdk8s';
import * as api from '../../src/index';
import { type Class, type FuzzApp, type Sample, sample } from './fuzz-app';
import { COMMIT, CONTAINERS, DEVICES, IMAGE, JOB, POD, SERVER, SIDECARS, SIZE, VLLM, WEB } from './sound-parts';

const {
  Cache,
  Caller,
  Cpu,
  Engine,
  Gpu,
  Inactive,
  KedaTrigger,
  Launch,
  Model,
  Monitoring,
  Order,
  ExternalEndpoint,
  Preview,
  Queue,
  Run,
  Runtime,
} = api;
const { Dataset, Rollout, Scale, Stage, Startup, Sticky, Subject, Traffic, Tpu, VolumeSource, Via } = api;

const SCOPES = {
  delivery: ({ delivery }: FuzzApp) => delivery,
  environment: ({ environment }: FuzzApp) => environment,
  app: ({ app }: FuzzApp) => app,
};

const ON_GPU = {
  model: Model.huggingFace('acme/llama', { revision: COMMIT, token: { secret: 'hub', key: 'HF_TOKEN' } }),
  modelSize: Size.gibibytes(16),
  runtime: Runtime.vllm({ image: VLLM, args: ['--max-model-len=8192'], servedModelName: 'llama' }),
  accelerator: Gpu.nvidia(1),
  startup: Startup.within(Duration.minutes(20)),
  ...SIZE,
};

const SERVING: readonly Sample[] = [
  sample(api.MLService, () => ({ ...SERVER, ...POD, ...CONTAINERS, ...SIDECARS, drain: Duration.seconds(20), servicePort: 81 })),
  sample(
    api.MLService,
    () => ({
      ...ON_GPU,
      cache: Cache.sharedPvc({ claim: 'models' }),
      callers: [Caller.namespace('gateway', { app: 'a' }), Caller.pods({ app: 'b' })],
      monitoring: Monitoring.pods({ labels: { team: 'a' }, interval: Duration.seconds(30) }),
      slo: {
        availability: 99,
        timeToFirstToken: { percent: 90, within: Duration.seconds(1) },
        labels: { a: 'b' },
        alertLabels: { severity: 'page' },
      },
      rollout: Rollout.surge(1),
      replicas: Scale.keda({
        min: 1,
        max: 3,
        triggers: [KedaTrigger.prometheus({ server: 'http://prometheus:9090', average: 5, query: 'sum(a)', authentication: 'auth' })],
        polling: Duration.seconds(30),
        fallback: { failures: 3, replicas: 2 },
      }),
    }),
    'scaled by KEDA',
  ),
  sample(
    api.MLService,
    () => ({
      ...ON_GPU,
      download: { image: IMAGE, command: ['fetch'], args: ['--all'], env: { A: 'b' }, ...SIZE },
      replicas: Scale.hpa({ min: 1, max: 3, cpuUtilization: 60, scaleDownAfter: Duration.minutes(5) }),
    }),
    'scaled by use',
  ),
  sample(api.MLService, () => ({ ...ON_GPU, nodes: 2, exclusiveTopology: 'example.com/rack' }), 'on nodes'),
  sample(
    api.MLService,
    () => ({ ...SERVER, accelerator: Tpu.v5e('2x4'), startup: ON_GPU.startup, sharedMemory: Size.gibibytes(1) }),
    'on a TPU',
  ),
  sample(
    api.MLService,
    () => ({
      ...ON_GPU,
      accelerator: api.Dra.claim({ deviceClass: 'gpu.nvidia.com', count: 1, selectors: ['device.driver == "gpu.nvidia.com"'] }),
    }),
    'with a claim',
  ),
  sample(api.KServeInferenceService, () => ({
    ...ON_GPU,
    ...POD,
    serviceAccount: undefined,
    ephemeralStorage: Size.gibibytes(90),
    ...CONTAINERS,
    ...SIDECARS,
    version: 'v2',
    replicas: 2,
  })),
  sample(api.KServeLLMInferenceService, () => ({
    ...ON_GPU,
    replicas: 2,
    nodes: 2,
    gateway: { name: 'inference', namespace: 'gateways' },
    routeGroup: { name: 'chat', weight: 10 },
  })),
  sample(api.KubeRayService, () => ({
    image: IMAGE,
    rayVersion: '2.52.0',
    applications: [
      {
        name: 'scorer',
        importPath: 'scorer:app',
        routePrefix: '/a',
        args: { a: [1, 'b'] },
        runtimeEnv: { env_vars: { A: 'b' } },
        deployments: [{ name: 'Scorer', replicas: { min: 1, max: 2, targetOngoingRequests: 5 }, gpus: 1, userConfig: { a: { b: true } } }],
      },
    ],
    head: SIZE,
    workers: [{ name: 'gpu', replicas: { min: 1, max: 2 }, accelerator: Gpu.nvidia(1), nodeSelector: { a: 'b' }, ...SIZE }],
    startup: ON_GPU.startup,
    upgrade: api.RayUpgrade.incremental({ gatewayClassName: 'istio', stepPercent: 10, interval: Duration.minutes(1) }),
  })),
  sample(api.InferencePool, (fuzz) => ({
    service: fuzz.service('llama'),
    endpointPicker: { service: 'picker', port: 9002, failureMode: 'FailOpen' as const },
    route: {
      gateway: { name: 'g', namespace: 'n' },
      hostname: 'a.example.com',
      path: '/v1',
      timeouts: { request: Duration.seconds(30) },
    },
  })),
  sample(api.WebService, () => ({ ...WEB, ...POD, ...CONTAINERS, ...SIDECARS, command: ['serve'], args: ['-v'] })),
  sample(api.NodeService, () => {
    const { replicas: _, ...server } = WEB;
    return { ...server, ...POD, nodes: api.Nodes.nvidia(), rollout: { maxUnavailable: '10%' }, monitoring: Monitoring.pods() };
  }),
  sample(api.StatefulService, () => ({
    ...WEB,
    storage: [{ name: 'data', path: '/data', size: Size.gibibytes(1), storageClass: 'fast', accessMode: 'ReadWriteOnce' as const }],
    start: 'Parallel' as const,
  })),
];

const BATCH: readonly Sample[] = [
  sample(api.BatchJob, () => ({
    ...JOB,
    ...POD,
    ...CONTAINERS,
    command: ['train'],
    args: ['--all'],
    workingDir: '/work',
    retries: 2,
    finalExitCodes: [2],
    deadline: Duration.hours(1),
    parallel: { completions: 10, parallelism: 2, perIndex: { retries: 1, maxFailedIndexes: 2 }, success: [{ indexes: '0-3', count: 2 }] },
  })),
  sample(
    api.BatchJob,
    () => ({
      ...JOB,
      run: Run.scheduled('0 2 * * *', {
        timeZone: 'Europe/Berlin',
        concurrency: 'Forbid',
        startingDeadline: Duration.hours(1),
        history: { succeeded: 2, failed: 1 },
        ttlAfterFinished: Duration.days(1),
      }),
    }),
    'by the clock',
  ),
  sample(
    api.BatchJob,
    () => ({
      ...JOB,
      ...DEVICES,
      nodes: 4,
      engine: Engine.jobSet({ launch: Launch.torchrun({ processesPerNode: 2, port: 29_500 }) }),
      queue: Queue.local('team', { priority: 'high', topology: { required: 'example.com/rack' } }),
    }),
    'by JobSet',
  ),
  sample(
    api.BatchJob,
    () => ({
      ...JOB,
      nodes: 2,
      engine: Engine.jobSet({
        launch: Launch.mpi({ sshKeys: 'keys', launcher: SIZE, home: '/home/me', daemon: ['/usr/sbin/sshd', '-De'], slotsPerNode: 2 }),
      }),
      security: { runAsUser: 1000, fsGroup: 1000 },
    }),
    'by JobSet with MPI',
  ),
  sample(
    api.BatchJob,
    () => ({
      ...JOB,
      nodes: 2,
      engine: Engine.trainJob({
        runtime: { kind: 'ClusterTrainingRuntime', name: 'torch-distributed' },
        job: 'node',
        dataset: { uri: 'hf://acme/corpus', env: { A: 'b' }, secret: 'hub' },
      }),
    }),
    'by TrainJob',
  ),
  sample(
    api.BatchJob,
    () => ({
      ...JOB,
      nodes: 2,
      engine: Engine.ray({
        entrypoint: 'python a.py',
        head: SIZE,
        submitter: SIZE,
        version: '2.52.0',
        runtimeEnv: { pip: ['emoji==2.14.0'], env_vars: { A: '7' } },
        entrypointResources: { cpus: 1 },
      }),
    }),
    'by Ray',
  ),
  sample(
    api.BatchJob,
    () => ({
      ...JOB,
      nodes: 2,
      serviceAccount: 'spark',
      engine: Engine.spark({
        type: 'Scala',
        mainClass: 'com.acme.Score',
        mainApplicationFile: 'local:///opt/app.jar',
        version: '4.0.1',
        driver: SIZE,
        memoryOverheadFactor: 0.2,
        sparkConf: { 'spark.a': 'b' },
        hadoopConf: { 'fs.a': 'b' },
        deps: { jars: ['local:///a.jar'] },
        retryInterval: Duration.minutes(1),
      }),
    }),
    'by Spark',
  ),
  sample(
    api.BatchJob,
    () => ({ ...JOB, nodes: 2, engine: Engine.volcano({ queue: 'research', minAvailable: 2, processesPerNode: 2 }) }),
    'by Volcano',
  ),
];

const PLATFORM: readonly Sample[] = [
  sample(api.TeamNamespace, () => ({
    name: 'team-b',
    podSecurity: { enforce: 'baseline' as const, warn: 'restricted' as const, version: 'v1.36' },
    quota: { cpu: Cpu.cores(9), memory: Size.gibibytes(9), storage: Size.gibibytes(9), pods: 9, accelerators: [Gpu.nvidia(4)] },
    containerDefaults: { ...SIZE, maxMemory: Size.gibibytes(8) },
    isolation: {
      allowDns: true,
      allowSameNamespace: true,
      allowTo: [ExternalEndpoint.cidr('10.0.0.0/8', 443)],
      allowFrom: ['gateway', { name: 'other' }],
    },
    labels: { team: 'b' },
    annotations: { 'example.com/owner': 'b' },
  })),
  sample(api.Tenant, () => ({
    access: { admin: [Subject.user('a')], edit: [Subject.group('b')], view: [Subject.account('c', 'd')] },
    queue: { clusterQueue: 'research', name: 'q' },
    deployer: true,
  })),
  sample(api.DataVolume, () => ({
    size: Size.gibibytes(1),
    accessMode: 'ReadWriteOnce' as const,
    storageClass: 'fast',
    from: 'snapshot',
    app: 'a',
    keep: true,
  })),
  sample(api.ExistingVolume, () => ({
    source: VolumeSource.csi('efs.csi.aws.com', 'fs-1', { fsType: 'ext4', attributes: { a: 'b' } }),
    size: Size.gibibytes(1),
    accessMode: 'ReadOnlyMany' as const,
    mountOptions: ['nconnect=8'],
    volumeName: 'vol',
  })),
  sample(api.VolumeSnapshot, (fuzz) => ({ of: fuzz.volume(), snapshotClass: 'fast', name: 'snap' })),
  sample(api.ConfigMap, () => ({ data: { 'a.yaml': 'a: b\n', c: 'd' }, name: 'conf', inPlace: true })),
  sample(api.Role, () => ({
    rules: [{ apiGroup: 'batch', resources: ['jobs'], verbs: ['get'], names: ['a'] }],
    name: 'r',
    namespace: 'team',
  })),
  sample(api.RoleBinding, () => ({
    role: { clusterRole: 'view' },
    subjects: [Subject.group('a'), Subject.account('b', 'c')],
    name: 'rb',
    namespace: 'team',
  })),
  sample(api.PriorityClass, () => ({ value: 1000, preemption: 'Never' as const, description: 'low', name: 'low' })),
  sample(api.WorkloadPriorityClass, () => ({ value: 1000, description: 'low', name: 'low' })),
  sample(api.WorkloadAccount, () => ({ identity: api.CloudIdentity.aws('arn:aws:iam::123456789012:role/a'), app: 'a', namespace: 'team' })),
  sample(api.ResourceFlavor, () => ({
    nodeLabels: { a: 'b' },
    nodeTaints: [{ key: 'a', value: 'b', effect: 'NoSchedule' as const }],
    tolerations: [{ key: 'a', operator: 'Exists' as const }],
    topologyName: 'racks',
  })),
  sample(api.ClusterQueue, () => ({
    namespaces: ['team-a', { name: 'team-b' }],
    flavors: [{ flavor: 'f', ephemeralStorage: Size.gibibytes(1), accelerators: [Gpu.nvidia(4)], pods: 9, ...SIZE }],
    cohort: 'all',
    strategy: 'StrictFIFO' as const,
    preemption: { withinClusterQueue: 'LowerPriority' as const, reclaimWithinCohort: 'Any' as const },
    fairWeight: 2,
  })),
  sample(api.RulePolicies, () => ({
    rules: ['pod.image' as const, { rule: 'pod.host-path' as const, action: 'warn' as const }],
    action: 'deny' as const,
    trusted: ['system:serviceaccount:a:b'],
  })),
  sample(api.LocalQueue, () => ({ clusterQueue: 'q', name: 'l', namespace: 'team' })),
  sample(
    api.Environment,
    () => ({
      releaseFile: 'releases/a.yaml',
      namespacePrefix: 'a-',
      cluster: 'c',
      pins: 'recommended' as const,
      capacity: { 'nvidia.com/gpu/H100': 8 },
      kubernetes: '1.34',
      downloadLimit: Size.gibibytes(9),
    }),
    '',
    SCOPES.app,
  ),
];

const route = (fuzz: FuzzApp) => ({
  hostname: 'a.example.com',
  path: '/v1',
  blue: fuzz.service('blue'),
  green: { name: 'green', port: 80 },
  live: 'blue' as const,
});

/** Whatever its router can: the compiler asks for more than a table can say. */
const AnyRoute = api.BlueGreenRoute as unknown as Class<object>;

const ROUTING: readonly Sample[] = [
  sample(AnyRoute, (fuzz) => ({
    ...route(fuzz),
    via: Via.gatewayApi({ gateway: { name: 'g', namespace: 'n' } }),
    traffic: Traffic.split({ blue: 90, green: 10 }),
    preview: Preview.header('x-color', 'next'),
    timeouts: { request: Duration.seconds(30) },
    labels: { a: 'b' },
  })),
  sample(
    AnyRoute,
    (fuzz) => ({
      ...route(fuzz),
      via: Via.nginx({ ingressClass: 'nginx', tls: { secretName: 'tls' } }),
      sticky: Sticky.cookie('color', Duration.hours(1)),
      annotations: { 'example.com/a': 'b' },
    }),
    'by nginx',
  ),
  sample(
    AnyRoute,
    (fuzz) => ({ ...route(fuzz), via: Via.istio({ gateways: ['a/b'] }), traffic: Traffic.shadow({ to: 'green', percent: 10 }) }),
    'by Istio',
  ),
  sample(
    AnyRoute,
    (fuzz) => ({
      ...route(fuzz),
      via: Via.traefik({ entryPoints: ['web'] }),
      preview: Preview.host({ blue: 'b.example.com', green: 'g.example.com' }),
    }),
    'by Traefik',
  ),
  sample(
    AnyRoute,
    (fuzz) => ({
      ...route(fuzz),
      green: fuzz.service('green'),
      inactive: Inactive.scaledTo(1),
      via: Via.haproxyIngress({ ingressClass: 'haproxy', pods: { selector: { 'app.kubernetes.io/name': 'server' }, port: 'http' } }),
    }),
    'by haproxy-ingress',
  ),
  sample(
    AnyRoute,
    (fuzz) => ({
      ...route(fuzz),
      via: Via.haproxyTech({ ingressClass: 'haproxy', pods: { selector: { 'app.kubernetes.io/name': 'server' }, port: 8080 } }),
    }),
    'by HAProxy',
  ),
];

const GITOPS: readonly Sample[] = [
  sample(
    api.GitRepository,
    () => ({
      url: 'https://git.example.com/a',
      ref: api.GitRef.commit(COMMIT, { branch: 'main' }),
      path: 'deploy',
      interval: Duration.minutes(1),
      timeout: Duration.minutes(1),
      secret: 'git',
      verify: { secret: 'keys', mode: 'HEAD' as const },
      ignore: '/*\n!/deploy\n',
      include: [{ repository: { name: 'other' }, fromPath: 'a', toPath: 'b' }],
      sparseCheckout: ['deploy'],
    }),
    '',
    SCOPES.delivery,
  ),
  sample(
    api.OciRepository,
    () => ({
      url: 'oci://ghcr.io/acme/a',
      ref: api.OciRef.semver('>=1', { filter: '.*' }),
      layer: { mediaType: 'application/x', operation: 'copy' as const },
      verify: { provider: 'cosign' as const, identities: [{ issuer: '^a$', subject: '^b$' }] },
      secret: 'oci',
    }),
    '',
    SCOPES.delivery,
  ),
  sample(
    api.FluxKustomization,
    (fuzz) => ({
      chart: fuzz.chart,
      source: fuzz.source(),
      dependsOn: [{ on: { name: 'other', namespace: 'n' }, readyExpr: 'dep.status.a == 1' }],
      interval: Duration.minutes(9),
      timeout: Duration.minutes(9),
      kubeConfig: { secret: 'remote', key: 'value' },
      decryption: { secret: 'sops' },
      ignore: [{ paths: ['/spec/replicas'], target: { kind: 'Deployment' } }],
      rewrite: {
        reason: 'it is so',
        postBuild: { variables: { a: 'b' }, from: [{ kind: 'ConfigMap' as const, name: 'vars', variables: ['c'] }] },
        images: [{ name: 'a', newTag: 'b' }],
        commonMetadata: { labels: { a: 'b' } },
      },
    }),
    '',
    SCOPES.delivery,
  ),
  sample(
    api.ArgoApplication,
    (fuzz) => ({
      chart: fuzz.chart,
      source: { repoUrl: 'https://git.example.com/a', targetRevision: 'main', path: 'deploy' },
      destination: api.ArgoDestination.server('https://k', 'team'),
      project: 'ml',
      automated: { prune: true, selfHeal: true },
      retry: { limit: 3, backoff: Duration.seconds(5), factor: 2, maxBackoff: Duration.minutes(3) },
      syncOptions: { validate: true, prunePropagationPolicy: 'foreground' as const },
      createNamespace: { labels: { a: 'b' }, annotations: { c: 'd' } },
      ignoreDifferences: [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
      info: [{ name: 'a', value: 'b' }],
      revisionHistoryLimit: 3,
    }),
    '',
    SCOPES.delivery,
  ),
  sample(
    api.AppProject,
    () => ({
      sourceRepos: ['https://git.example.com/a'],
      destinations: [{ server: 'https://k', namespace: 'n' }],
      clusterResources: [{ group: '', kind: 'Namespace', name: 'a-*' }],
      namespaceResources: [{ group: 'apps', kind: 'Deployment' }],
      destinationServiceAccounts: [{ server: 'https://k', namespace: 'n', defaultServiceAccount: 'sa' }],
      orphanedResources: { warn: true, ignore: [{ group: '', kind: 'ConfigMap', name: 'a' }] },
      roles: [{ name: 'r', description: 'd', policies: ['p, proj:thing:r, applications, get, thing/*, allow'], groups: ['g'] }],
      syncWindows: [
        { kind: 'allow' as const, schedule: '0 1 * * *', duration: Duration.hours(1), timeZone: 'Europe/Berlin', applications: ['*'] },
      ],
      signatureKeys: ['4AEE18F83AFDEB23'],
      description: 'd',
    }),
    '',
    SCOPES.delivery,
  ),
  sample(
    api.ArgoHealthRules,
    () => ({ rules: [{ group: 'example.com', kind: 'Thing', cel: { current: 'true' }, lua: 'return {}' }] }),
    '',
    SCOPES.delivery,
  ),
];

const task = { image: IMAGE, ...SIZE, deadline: Duration.hours(1) };
const raw = Dataset.s3('raw', 's3://acme/raw', { external: true, credentials: 'keys', endpoint: 'https://s3', region: 'eu' });
const clean = Dataset.pvc('clean', { size: Size.gibibytes(1), accessMode: 'ReadWriteMany', storageClass: 'shared', fsGroup: 7 });
const events = Dataset.kafka('events', { cluster: 'kafka', namespace: 'kafka', partitions: 3, replicas: 1, retention: Duration.days(1) });

const PIPELINE: readonly Sample[] = [
  sample(
    api.DataPipeline,
    () => {
      const ingest = Stage.job('ingest', { ...task, reads: [raw], writes: [clean] });
      const train = Stage.train('train', { ...task, reads: [{ dataset: clean, waits: true }], after: [ingest] });
      return {
        namespace: 'team',
        name: 'p',
        order: Order.gitops(),
        stages: [ingest, train, Stage.service('web', { ...WEB, writes: [events] })],
      };
    },
    '',
    SCOPES.environment,
  ),
  sample(
    api.DataPipeline,
    (fuzz) => ({
      namespace: 'team',
      order: Order.gitops({ flux: fuzz.delivery, source: fuzz.source(), interval: Duration.minutes(9) }),
      stages: [Stage.serve('serve', { ...SERVER, reads: [raw] }), Stage.scheduled('nightly', { ...task, run: Run.scheduled('@daily') })],
    }),
    'by Flux',
    SCOPES.environment,
  ),
  sample(
    api.DataPipeline,
    () => {
      const ingest = Stage.job('ingest', { ...task, command: ['a'], reads: [raw], writes: [clean] });
      return {
        namespace: 'team',
        order: Order.argoWorkflows({
          schedule: '0 1 * * *',
          timeZone: 'Europe/Berlin',
          concurrency: 'Forbid',
          startingDeadline: Duration.hours(1),
          history: { succeeded: 1 },
        }),
        stages: [ingest, Stage.train('train', { ...task, command: ['b'], reads: [clean], retries: 2 })],
      };
    },
    'as a workflow',
    SCOPES.environment,
  ),
];

const APPS: readonly Sample[] = [
  {
    title: 'GitOpsApp',
    construct: 'GitOpsApp',
    props: () => ({ layout: 'file-per-chart', repositoryPath: 'deploy', outdir: 'dist' }),
    make: (_world, props) => new Chart(new api.GitOpsApp(props as api.GitOpsAppProps), 'chart', { namespace: 'a' }),
  },
];

/** Sound props of every construct, several of some: no mistake is in them, so that what fails is the change. */
export const SAMPLES: readonly Sample[] = [...SERVING, ...BATCH, ...PLATFORM, ...ROUTING, ...GITOPS, ...PIPELINE, ...APPS];

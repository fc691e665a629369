import { Chart, Duration, Size } from 'cdk8s';
import {
  BatchJob,
  Cache,
  Caller,
  Cpu,
  DataVolume,
  Env,
  Gpu,
  MLService,
  Model,
  Mount,
  Run,
  Runtime,
  Startup,
  TeamNamespace,
} from 'cdk8s-mlops';
import { H100_PRODUCT, type Stage, type Team } from '../stage';

const HUB_TOKEN = { secret: 'hub-token', key: 'token' };

/** Team "language": a language model on GPUs, fine-tuned every night. */
export function languageTeam(stage: Stage): Team {
  const { environment } = stage;
  const namespace = environment.namespace('language');
  const home = new Chart(environment, 'language-home');
  new TeamNamespace(home, 'team', { name: namespace, quota: { accelerators: [Gpu.nvidia(8)] } });
  return { name: 'language', charts: [home, server(stage, namespace), training(stage, namespace)] };
}

function server({ environment, replicas, gpus }: Stage, namespace: string): Chart {
  const chart = new Chart(environment, 'language-server', { namespace });
  const cache = new DataVolume(chart, 'models', { size: Size.gibibytes(200), accessMode: 'ReadWriteMany', storageClass: 'shared' });
  new MLService(chart, 'support-llm', {
    model: Model.huggingFace('acme/support-32b', { revision: environment.release.model('support-32b'), token: HUB_TOKEN }),
    modelSize: Size.gibibytes(64),
    cache: Cache.sharedPvc({ claim: cache }),
    runtime: Runtime.vllm({ image: environment.release.image('vllm') }),
    accelerator: Gpu.nvidia(gpus, { product: H100_PRODUCT }),
    startup: Startup.within(Duration.minutes(20)),
    drain: Duration.seconds(60),
    replicas,
    callers: [Caller.namespace('gateways'), Caller.namespace('monitoring')],
    cpu: Cpu.cores(8),
    memory: Size.gibibytes(96),
  });
  return chart;
}

/** Nightly fine-tuning that goes on where it stopped: the checkpoints outlive the pods. */
function training({ environment, gpus }: Stage, namespace: string): Chart {
  const chart = new Chart(environment, 'language-training', { namespace });
  const checkpoints = new DataVolume(chart, 'checkpoints', { size: Size.gibibytes(500), accessMode: 'ReadWriteOnce' });
  new BatchJob(chart, 'fine-tune', {
    image: environment.release.image('fine-tune'),
    args: ['--resume-from=/checkpoints'],
    run: Run.scheduled('0 22 * * *', { timeZone: 'Europe/Berlin' }),
    deadline: Duration.hours(8),
    finalExitCodes: [2],
    accelerator: Gpu.nvidia(gpus, { product: H100_PRODUCT }),
    env: { HF_TOKEN: Env.secret(HUB_TOKEN.secret, HUB_TOKEN.key) },
    mounts: [Mount.claim('/checkpoints', checkpoints)],
    tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule' }],
    terminationGracePeriod: Duration.minutes(2),
    cpu: Cpu.cores(8),
    memory: Size.gibibytes(64),
  });
  return chart;
}

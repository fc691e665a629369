import { Size } from 'cdk8s';
import type { Container } from '../../imports/kubernetes';
import { Cpu } from '../base/cpu';
import { type EnvVariables, envList, mergeVariables } from '../kube/environment-variables';
import { type Mount, volumesAndMounts } from '../kube/mount';
import { type CpuAmount, containerResources } from '../kube/resources';
import { containerSecurity } from '../kube/security';
import type { BucketModel, DownloadedModel, HubModel } from './model';
import { modelPath } from './model-location';

/** The container that fetches the model before the runtime starts. */
export interface Download {
  /** Image with the tool, pinned by you: `hf` for the hub, `aws` for S3, `gcloud` for Google Cloud Storage, or whatever `command` needs. */
  readonly image: string;
  /**
   * Replaces the command, with `$(MODEL_URI)`, `$(MODEL_REVISION)` and `$(MODEL_PATH)` for the target.
   *
   * @default - `hf download`, `aws s3 sync` (`aws s3api get-object` for one version), `gcloud storage rsync` (`cp` for one generation)
   */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** Variables of the tool, such as an endpoint or credentials out of a Secret. @default - none; the pod's identity is used */
  readonly env?: EnvVariables;
  /** @default Cpu.cores(1) */
  readonly cpu?: CpuAmount;
  /** @default Size.gibibytes(2) */
  readonly memory?: Size;
}

/** What the init container needs to know about its pod. */
export interface DownloadSite {
  readonly where: string;
  readonly model: DownloadedModel;
  readonly uri: string;
  readonly revision: string | undefined;
  readonly tokenEnv: EnvVariables;
  readonly mounts: readonly Mount[];
  readonly disk: Size;
  /** The user of the download, where the pod as a whole has none: images of such tools usually start as root, which the pod refuses. */
  readonly user: number | undefined;
}

/** The init container of a download. It runs again in every pod; the tools skip what a shared cache already has. */
export function downloadContainer(download: Download, site: DownloadSite): Container {
  const { where, model } = site;
  const path = modelPath(model);
  const own: EnvVariables = {
    HOME: '/tmp',
    MODEL_URI: site.uri,
    ...(site.revision === undefined ? {} : { MODEL_REVISION: site.revision }),
    MODEL_PATH: path,
    ...site.tokenEnv,
  };
  const { cpu = Cpu.cores(1), memory = Size.gibibytes(2) } = download;
  return {
    name: 'download',
    image: download.image,
    command: [...(download.command ?? defaultCommand(model, path))],
    ...(download.args === undefined ? {} : { args: [...download.args] }),
    env: envList('MLService.download', where, mergeVariables(own, download.env)),
    resources: containerResources('MLService.download', where, { cpu, memory, ephemeralStorage: site.disk }),
    securityContext: { ...containerSecurity(), ...(site.user === undefined ? {} : { runAsUser: site.user }) },
    volumeMounts: volumesAndMounts(where, site.mounts).volumeMounts,
  };
}

function defaultCommand(model: DownloadedModel, path: string): readonly string[] {
  if (model.kind === 'huggingFace') return hubCommand(model, path);
  return model.kind === 's3' ? s3Command(model, path) : gcsCommand(model, path);
}

function hubCommand({ repository, revision }: HubModel, path: string): readonly string[] {
  return ['hf', 'download', repository, '--revision', revision, '--local-dir', path];
}

// get-object writes straight into its target, where another pod may be reading: hence the rename.
const GET_VERSION = [
  'part=$(mktemp "$4.XXXXXX")',
  'aws s3api get-object --bucket "$1" --key "$2" --version-id "$3" "$part" >/dev/null',
  'chmod 0644 "$part"',
  'mv "$part" "$4"',
].join(' && ');

function s3Command({ uri, version }: BucketModel, path: string): readonly string[] {
  if (version === undefined) return ['aws', 's3', 'sync', uri, path, '--only-show-errors'];
  const [bucket = '', ...key] = uri.slice('s3://'.length).split('/');
  return ['sh', '-euc', GET_VERSION, 'sh', bucket, key.join('/'), version, path];
}

// rsync does not make its target, unlike its counterparts.
const MAKE_AND_SYNC = 'mkdir -p "$2" && gcloud storage rsync --recursive "$1" "$2"';

function gcsCommand({ uri, version }: BucketModel, path: string): readonly string[] {
  if (version === undefined) return ['sh', '-euc', MAKE_AND_SYNC, 'sh', uri, path];
  return ['gcloud', 'storage', 'cp', `${uri}#${version}`, path];
}

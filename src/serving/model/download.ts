import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Container } from '../../../imports/kubernetes';
import { ConfigError, type ConfigErrorProps } from '../../base/config-error';
import { Cpu } from '../../base/cpu';
import { kibibytes, sizeQuantity } from '../../base/units';
import { Environment } from '../../environment/environment';
import { warn } from '../../kube/construct-findings';
import { type EnvVariables, envList, mergeVariables } from '../../kube/pod/environment-variables';
import { type Mount, volumesAndMounts } from '../../kube/pod/mount';
import { type CpuAmount, containerResources } from '../../kube/pod/resources';
import { containerSecurity } from '../../kube/pod/security';
import type { BucketModel, Cache, DownloadedModel, HubModel, Model, ResolvedModel } from './model';

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
  /** Arguments of the command. @default - those of the tool for the model's address */
  readonly args?: readonly string[];
  /** Variables of the tool, such as an endpoint or credentials out of a Secret. @default - none; the pod's identity is used */
  readonly env?: EnvVariables;
  /** CPU request of the download: `Cpu.cores(1)`. @default Cpu.cores(1) */
  readonly cpu?: CpuAmount;
  /** Memory of the download: `Size.gibibytes(2)`. @default Size.gibibytes(2) */
  readonly memory?: Size;
}

/** The pod that a download runs in. */
interface DownloadSite {
  readonly where: string;
  readonly model: ResolvedModel;
  readonly mounts: readonly Mount[];
  readonly disk: Size;
  /** The user of the download, where the pod as a whole has none: images of such tools usually start as root, which the pod refuses. */
  readonly user: number | undefined;
}

/** The init container of a download. It runs again in every pod; the tools skip what a shared cache already has. */
export function downloadContainer(download: Download, source: DownloadedModel, site: DownloadSite): Container {
  const { where, model } = site;
  const own: EnvVariables = {
    HOME: '/tmp',
    MODEL_URI: model.uri,
    ...(model.revision === undefined ? {} : { MODEL_REVISION: model.revision }),
    MODEL_PATH: model.path,
    ...model.tokenEnv,
  };
  const { cpu = Cpu.cores(1), memory = Size.gibibytes(2) } = download;
  return {
    name: 'download',
    image: download.image,
    command: [...(download.command ?? defaultCommand(source, model.path))],
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

const CODE = 'MLService.cache';

/** What one rollout of one service may fetch from a public hub, where the environment says nothing else. */
const DEFAULT_LIMIT = Size.gibibytes(500);

/**
 * Finds services whose every pod fetches the model from a public hub: a rollout, or the loss of a node pool, fetches it once a pod, from an
 * address that the hub throttles (3,000 requests in 5 minutes for those without an account).
 *
 * Refused above the environment's limit; below it a warning, unless the cache of each pod was asked for.
 */
export function checkDownloadStorm(
  construct: Construct,
  { model, modelSize, cache }: { readonly model: Model; readonly modelSize?: Size; readonly cache?: Cache },
  pods: number,
): void {
  if (model.kind !== 'huggingFace' || modelSize === undefined || (cache !== undefined && cache.kind !== 'perPod') || pods < 2) return;
  const environment = Environment.of(construct);
  const limit = environment?.downloadLimit ?? DEFAULT_LIMIT;
  const total = Size.kibibytes(kibibytes(modelSize) * pods);
  const finding = stormText(construct.node.path, modelSize, pods, total);
  if (environment !== undefined && kibibytes(total) > kibibytes(limit)) {
    const what = `${finding.what}; the environment allows ${sizeQuantity(CODE, construct.node.path, limit)}`;
    throw new ConfigError(CODE, { where: construct.node.path, what, fix: `${finding.fix}, or raise downloadLimit of the environment` });
  }
  if (cache === undefined) warn(construct, CODE, { ...finding, fix: `${finding.fix}, or accept it with cache: Cache.perPod()` });
}

function stormText(where: string, modelSize: Size, pods: number, total: Size): Pick<ConfigErrorProps, 'what' | 'fix'> {
  const [each, all] = [modelSize, total].map((size) => sizeQuantity(CODE, where, size));
  return {
    what: `every pod downloads the model from the hub: ${pods} pods × ${each} = ${all} a rollout`,
    fix: "share it with cache: Cache.sharedPvc({ claim: '<ReadWriteMany claim>' }), or ship it as Model.ociImage",
  };
}

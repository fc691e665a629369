import { type ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { BatchJob } from '../../batch/batch-job';
import { Run } from '../../batch/run/run';
import { runHash } from '../../batch/run/run-hash';
import { onPrepare } from '../../kube/delivery/prepare';
import { labelContext } from '../../kube/label-context';
import { ownKey } from '../../kube/labels';
import { type EnvVariables, mergeVariables } from '../../kube/pod/environment-variables';
import type { Mount } from '../../kube/pod/mount';
import type { SecurityProps } from '../../kube/pod/security';
import { MLService } from '../../serving/ml-service';
import { StatefulService } from '../../workload/stateful-service';
import { WebService } from '../../workload/web-service';
import { type DataAccess, dataAccess } from '../data/dataset-use';
import { ends, isWork, type JobStage, type Stage, type TaskStage, withoutLinks } from './stage';
import type { StageNode } from './stage-graph';

/** What a stage became. */
export type BuiltStage = BatchJob | WebService | StatefulService | MLService;

/** Where a stage is built. */
export interface StageSite {
  readonly scope: Construct;
  readonly namespace: string;
  /** Label `app.kubernetes.io/name` of stages without one. */
  readonly app: string;
  /** What the stages before it became. */
  readonly built: ReadonlyMap<Stage, BuiltStage>;
}

/** Builds the workload of one stage, with what it needs to find its data. */
export function buildStage(site: StageSite, node: StageNode): BuiltStage {
  const { scope, app } = site;
  const { stage } = node;
  const access = dataAccess(scope.node.path, site.namespace, node.reads, node.writes);
  if (isWork(stage)) return buildJob(site, node, stage, access);
  switch (stage.kind) {
    case 'service':
      return new WebService(scope, stage.name, withAccess({ app, ...withoutLinks(stage.props) }, access));
    case 'stateful':
      return new StatefulService(scope, stage.name, withAccess({ app, ...withoutLinks(stage.props) }, access));
    case 'serve':
      return new MLService(scope, stage.name, withAccess({ app, ...withoutLinks(stage.props) }, access));
  }
}

function buildJob(
  { scope, app, built }: StageSite,
  { after: earlier }: StageNode,
  stage: TaskStage | JobStage,
  access: DataAccess,
): BatchJob {
  const { name, props } = stage;
  const again = ends(stage) && props.reruns !== 'ownChanges';
  const runs = () => (again ? [...earlier.keys()].flatMap((before) => runOf(built.get(before))) : []).join(',');
  const first = runs();
  // On the pods, so that a new run of an earlier job changes this one.
  const after = ownKey(labelContext(scope), 'pipeline', 'after');
  const podAnnotations = first === '' ? props.podAnnotations : { ...props.podAnnotations, [after]: first };
  const own = props.run === undefined ? { ...withoutLinks(props), run: Run.once() } : withoutLinks(props);
  const job = withAccess({ app, ...own, ...(podAnnotations === undefined ? {} : { podAnnotations }) }, access);
  const made = new BatchJob(scope, name, job);
  if (first !== '') onPrepare(made, () => followRuns(made.resource, after, runs()));
  return made;
}

/** JSON patches of the stages before can change their runs after this job was built. */
function followRuns(object: ApiObject, annotation: string, runs: string): void {
  const pointers = pointersTo(annotation, object.toJson(), runs);
  object.addJsonPatch(...pointers.map((pointer) => JsonPatch.replace(pointer, runs)));
}

/** JSON pointers to the fields of this name that have another value, however deep. */
function pointersTo(field: string, data: unknown, value: string, at = ''): readonly string[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, inner]) => {
    const pointer = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return key === field && inner !== value ? [pointer] : pointersTo(field, inner, value, pointer);
  });
}

/** A text that changes whenever a job runs again. Servers have none. */
function runOf(before: BuiltStage | undefined): readonly string[] {
  if (!(before instanceof BatchJob)) return [];
  const { metadata, spec } = before.resource.toJson();
  const hash = runHash({ metadata, spec });
  return [metadata.name.endsWith(`-${hash}`) ? metadata.name : `${metadata.name}-${hash}`];
}

/** The props of a pod that data needs. */
interface DataProps {
  readonly mounts?: readonly Mount[];
  readonly env?: EnvVariables;
  readonly security?: SecurityProps;
}

/** Mounts, variables and group of a stage's data; its own variables and group win, and its own mounts must have other paths. */
export function withAccess<P extends DataProps>(props: P, access: DataAccess): P {
  const mounts = [...access.mounts, ...(props.mounts ?? [])];
  const env = mergeVariables(access.env, props.env);
  const fsGroup = props.security?.fsGroup ?? access.fsGroup;
  return {
    ...props,
    ...(mounts.length === 0 ? {} : { mounts }),
    ...(Object.keys(env).length === 0 ? {} : { env }),
    ...(fsGroup === undefined ? {} : { security: { ...props.security, fsGroup } }),
  };
}

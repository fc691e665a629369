import { errorFinding, type Finding } from '../../base/finding';
import { DNS_LABEL } from '../../base/names';
import type { Order } from '../order';
import { ends, isScheduled, isWork, type Stage } from '../stages/stage';
import { type StageGraph, usersOf } from '../stages/stage-graph';
import { claimFindings, type Problem } from './stage-claims';

/** Findings about the stages of a pipeline. With any, nothing is built. */
export function pipelineFindings(where: string, namespace: string, graph: StageGraph, order: Order): readonly Finding[] {
  const problems = [
    ...nameProblems(graph),
    ...strangerProblems(graph),
    ...cycleProblems(graph),
    ...datasetProblems(graph),
    ...orderProblems(graph, order),
    // Which stages run at the same time is known only for an acyclic graph.
    ...(graph.cycles.length > 0 ? [] : claimFindings(namespace, graph, order)),
  ];
  return problems.map(({ code, ...problem }) => errorFinding(code, { where, ...problem }));
}

function nameProblems({ nodes }: StageGraph): readonly Problem[] {
  const names = nodes.map(({ stage }) => stage.name);
  const twice = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
  const broken = names.filter((name) => typeof name !== 'string' || !DNS_LABEL.pattern.test(name));
  return [
    ...(nodes.length > 0
      ? []
      : [{ code: 'DataPipeline.stages', what: 'the pipeline has no stage', fix: 'add one, or remove the pipeline' }]),
    ...twice.map((name) => ({
      code: 'DataPipeline.stages',
      what: `two stages have the name "${name}"`,
      fix: 'rename one, or list the stage once',
    })),
    ...broken.map((name) => ({
      code: 'DataPipeline.stages',
      what: `invalid stage name ${JSON.stringify(name)}`,
      fix: `use ${DNS_LABEL.title}`,
    })),
  ];
}

function strangerProblems({ nodes, byStage }: StageGraph): readonly Problem[] {
  return nodes.flatMap(({ stage, after }) =>
    [...after.keys()]
      .filter((before) => !byStage.has(before))
      .map((before) => ({
        code: 'DataPipeline.after',
        what: `"${stage.name}" comes after "${before.name}", which is not a stage of this pipeline`,
        fix: 'add it to `stages`, or remove it from `after`',
      })),
  );
}

function cycleProblems({ byStage, cycles }: StageGraph): readonly Problem[] {
  return cycles.map((cycle) => {
    const lines = cycle.map((stage, i) => {
      const before = cycle[(i + cycle.length - 1) % cycle.length] ?? stage;
      return `\n    "${stage.name}" comes after "${before.name}": ${byStage.get(stage)?.after.get(before)}`;
    });
    return {
      code: 'DataPipeline.cycle',
      what: `stages wait for each other in a cycle${lines.join('')}`,
      fix: 'remove one dependency, or read without waiting: { dataset, waits: false }',
    };
  });
}

function datasetProblems(graph: StageGraph): readonly Problem[] {
  const users = usersOf(graph);
  const names = users.map(({ dataset }) => dataset.name);
  const twice = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
  const orphans = users.filter(({ dataset, writers }) => writers.length === 0 && !dataset.external);
  return [
    ...twice.map((name) => ({
      code: 'DataPipeline.dataset',
      what: `two datasets have the name "${name}"`,
      fix: 'create it once and use the same value in every stage, or rename one',
    })),
    ...orphans.map(({ dataset, readers }) => ({
      code: 'DataPipeline.producer',
      what: `no stage writes "${dataset.name}", which ${readers.map(({ stage }) => `"${stage.name}"`).join(', ')} reads`,
      fix: 'add it to `writes` of a stage, or mark it as filled from outside: external: true',
    })),
    ...users.flatMap(({ dataset }) => brokenDataset(dataset)),
  ];
}

function brokenDataset(dataset: ReturnType<typeof usersOf>[number]['dataset']): readonly Problem[] {
  const named = DNS_LABEL.pattern.test(dataset.name);
  const code = 'DataPipeline.dataset';
  const name = named ? [] : [{ code, what: `invalid dataset name ${JSON.stringify(dataset.name)}`, fix: `use ${DNS_LABEL.title}` }];
  if (dataset.kind !== 's3' || /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/\S*)?$/.test(dataset.uri)) return name;
  return [
    ...name,
    { code, what: `dataset "${dataset.name}" has the invalid URI ${JSON.stringify(dataset.uri)}`, fix: 'use s3://bucket/prefix' },
  ];
}

/** Dependencies that the order does not support. */
function orderProblems({ nodes }: StageGraph, order: Order): readonly Problem[] {
  if (order.kind === 'argoWorkflows') return nodes.flatMap(({ stage }) => taskProblem(stage));
  const hooks = nodes.filter(({ stage }) => isWork(stage) && stage.props.run?.kind === 'hook');
  const clocks = nodes.flatMap(({ stage, after }) =>
    [...after]
      .filter(([before]) => isScheduled(before))
      .map(([before, reason]) => ({
        code: 'DataPipeline.order',
        what: `"${stage.name}" comes after "${before.name}", because ${reason}; that is scheduled, and GitOps can wait for the schedule, not for a run`,
        fix: 'read without waiting: { dataset, waits: false }, or run both in a workflow: Order.argoWorkflows({ schedule })',
      })),
  );
  return [
    ...clocks,
    ...hooks.map(({ stage }) => ({
      code: 'DataPipeline.order',
      what: `"${stage.name}" is a hook, which runs in every sync`,
      fix: 'use Run.once(), or a BatchJob outside the pipeline',
    })),
  ];
}

/** The compiler refuses this in TypeScript. */
function taskProblem(stage: Stage): readonly Problem[] {
  const code = 'DataPipeline.order';
  if (!ends(stage)) {
    const fix = 'move it to a separate pipeline with Order.gitops()';
    const what = isScheduled(stage)
      ? `"${stage.name}" has a schedule; in a workflow, only the workflow has one`
      : `"${stage.name}" is a ${stage.kind} stage; a workflow runs only work that ends`;
    return [{ code, what, fix }];
  }
  const props: Readonly<Record<string, unknown>> = { ...stage.props };
  const extra = ['engine', 'nodes', 'parallel', 'reruns', 'run'].find((prop) => props[prop] !== undefined);
  if (extra === undefined) return [];
  const what = `"${stage.name}" has \`${extra}\`, which a task of a workflow does not support`;
  return [{ code, what, fix: `remove \`${extra}\`, or use Order.gitops()` }];
}

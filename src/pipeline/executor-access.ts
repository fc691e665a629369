import { Construct } from 'constructs';
import { kubeObject } from '../kube/kube-object';
import { workloadLabels } from '../kube/labels';
import { type NamedRef, nameOf } from '../kube/pod/environment-variables';
import { Role } from '../platform/role';
import { RoleBinding } from '../platform/role-binding';
import { Subject } from '../platform/subject';
import type { WorkflowOptions } from './order';
import type { TaskStage } from './stage';
import type { StageGraph } from './stage-graph';

/**
 * The ServiceAccount of the tasks, by name, with the one right that the executor in every pod needs: to say how its task ended.
 *
 * The token is in the pods, the task's own container included: the engine takes it from there, and the other way that it knows asks for a Secret
 * that never expires.
 *
 * @see https://argo-workflows.readthedocs.io/en/latest/workflow-rbac/
 */
export function executorAccess(scope: Construct, name: string, { serviceAccount }: WorkflowOptions, graph: StageGraph): string {
  const own = `${name}-workflow`;
  const account = serviceAccount === undefined ? makeAccount(scope, own, name) : nameOf(serviceAccount);
  const place = new Construct(scope, 'Executor');
  const rules = [{ apiGroup: 'argoproj.io', resources: ['workflowtaskresults'], verbs: ['create', 'patch'] }];
  const role = new Role(place, 'Role', { name: own, rules });
  const accounts = new Set([account, ...graph.nodes.flatMap(({ stage }) => ownAccount(stage.props as TaskStage['props']))]);
  const subjects = [...accounts].sort().map((each) => Subject.account(each));
  new RoleBinding(place, 'Binding', { name: own, role, subjects });
  return account;
}

/** Unlike other accounts of this library, this one mounts its token: the engine has no way to ask for it. */
function makeAccount(scope: Construct, name: string, app: string): string {
  const metadata = { name, labels: workloadLabels({ app, instance: name, component: 'data-pipeline' }) };
  const manifest = { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: true } as const;
  return kubeObject(scope, 'ServiceAccount', manifest).name;
}

function ownAccount({ serviceAccount }: { readonly serviceAccount?: string | NamedRef }): readonly string[] {
  return serviceAccount === undefined ? [] : [nameOf(serviceAccount)];
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConfigError } from '../../src/base/config-error';
import { findingText } from '../../src/base/finding';
import { FindingsError } from '../../src/base/findings-error';
import { AppProject } from '../../src/gitops/argo-cd/app-project';
import { ArgoApplication, type ArgoApplicationProps } from '../../src/gitops/argo-cd/argo-application';
import { ArgoDestination } from '../../src/gitops/argo-cd/argo-source';
import { FluxKustomization, type FluxKustomizationProps } from '../../src/gitops/flux/flux-kustomization';
import { GitRef, GitRepository } from '../../src/gitops/flux/git-repository';
import type { Manifest } from '../../src/manifest/manifest';
import { renderApp } from '../../src/render/render-app';

export const REPOSITORY = 'https://github.com/acme/gitops';

/** A chart with one ConfigMap of its own name. */
export function chart(scope: Construct, id: string, namespace = 'ml'): Chart {
  const made = new Chart(scope, id, { namespace });
  object(made, 'ConfigMap', id);
  return made;
}

/** An object of any kind, named as its id. */
export function object(scope: Construct, kind: string, name: string, apiVersion = 'v1'): ApiObject {
  return new ApiObject(scope, `${kind}-${name}`, { apiVersion, kind, metadata: { name } });
}

/** A chart where deliveries stand, with a Git source as soon as one is needed. */
export class Deliveries extends Chart {
  private git?: GitRepository;

  constructor(scope: Construct, id = 'delivery', namespace = 'flux-system') {
    super(scope, id, { namespace });
  }

  get source(): GitRepository {
    this.git ??= new GitRepository(this, 'gitops', { url: REPOSITORY, ref: GitRef.branch('main') });
    return this.git;
  }

  flux(id: string, applied: Chart, props: Partial<FluxKustomizationProps> = {}): FluxKustomization {
    return new FluxKustomization(this, id, { source: this.source, chart: applied, ...props } as FluxKustomizationProps);
  }

  argo(id: string, applied: Chart, props: Partial<ArgoApplicationProps> = {}): ArgoApplication {
    const destination = ArgoDestination.inCluster();
    const source = { repoUrl: REPOSITORY, targetRevision: 'main' };
    return new ArgoApplication(this, id, { source, destination, project: 'ml', chart: applied, ...props });
  }

  project(id: string, props: Partial<ConstructorParameters<typeof AppProject>[2]> = {}): AppProject {
    const destinations = [{ server: '*', namespace: '*' }];
    return new AppProject(this, id, { sourceRepos: ['*'], destinations, ...props });
  }
}

/** The rendered object of a kind and name. */
export function rendered(app: App, kind: string, name: string): Manifest {
  const manifests = [...renderApp(app).charts.values()].flat().map((entry) => entry.manifest);
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (found === undefined) throw new Error(`the app renders no ${kind} ${name}`);
  return found;
}

/** The spec of a rendered object. */
export function specOf(app: App, kind: string, name: string): Record<string, unknown> {
  return rendered(app, kind, name).spec as Record<string, unknown>;
}

/** The findings of an app, empty when it renders. */
export function findingsOf(app: App): readonly string[] {
  try {
    renderApp(app);
  } catch (error) {
    if (FindingsError.is(error)) return error.findings.map(findingText);
    if (ConfigError.is(error)) return [error.message];
    throw error;
  }
  return [];
}

/** The codes of an app's findings. */
export function codesOf(app: App): readonly string[] {
  return findingsOf(app).map((text) => /\[([\w.]+)\]$/.exec(text)?.[1] ?? text);
}

/** The code that building refuses with, or `accepted`. */
export function refusal(build: (scope: Chart) => unknown): string {
  try {
    build(new Chart(new App(), 'test', { namespace: 'flux-system' }));
  } catch (error) {
    if (ConfigError.is(error)) return error.code;
    throw error;
  }
  return 'accepted';
}

/** The warnings of an app as text. */
export function warningsOfApp(app: App): readonly string[] {
  return renderApp(app).warnings.map(findingText);
}

/** The fields of one interface of the generated bindings. */
export function boundFields(file: string, name: string): readonly string[] {
  const text = readFileSync(join(__dirname, '../../imports', file), 'utf8');
  const start = text.indexOf(`export interface ${name} {`);
  const body = text.slice(start, text.indexOf('\n}', start));
  return [...body.matchAll(/readonly (\w+)\??:/g)].map((match) => match[1] ?? '');
}

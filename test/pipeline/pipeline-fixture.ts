import { App, Chart, Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import { ConfigError } from '../../src/base/config-error';
import { Cpu } from '../../src/base/cpu';
import { findingText } from '../../src/base/finding';
import { FindingsError } from '../../src/base/findings-error';
import { Environment } from '../../src/environment/environment';
import { ArgoDestination } from '../../src/gitops/argo-cd/argo-source';
import { GitRef, GitRepository } from '../../src/gitops/flux/git-repository';
import type { Manifest } from '../../src/manifest/manifest';
import { DataPipeline, type DataPipelineProps } from '../../src/pipeline/data-pipeline';
import { Order } from '../../src/pipeline/order';
import type { TaskOptions } from '../../src/pipeline/stages/stage';
import { renderApp } from '../../src/render/render-app';

/** An image that is pinned. */
export const IMAGE = `ghcr.io/acme/ingest:1.4@sha256:${'0123456789abcdef'.repeat(4)}`;

/** The least that a task must be given. */
export const TASK: TaskOptions = {
  image: IMAGE,
  command: ['ingest'],
  cpu: Cpu.cores(1),
  memory: Size.gibibytes(2),
  deadline: Duration.hours(1),
};

/** An app with one environment, and what deliveries need. */
export class PipelineFixture {
  readonly app = new App();
  readonly prod = new Environment(this.app, 'prod');

  /** GitOps by Flux. */
  flux() {
    const flux = new Chart(this.prod, 'flux', { namespace: 'flux-system' });
    const source = new GitRepository(flux, 'source', { url: 'https://git.example.com/ml.git', ref: GitRef.branch('main') });
    return Order.gitops({ flux, source });
  }

  /** GitOps by Argo CD. */
  argo() {
    const argo = new Chart(this.prod, 'argo', { namespace: 'argocd' });
    const source = { repoUrl: 'https://git.example.com/ml.git', targetRevision: 'main' };
    return Order.gitops({ argo, source, destination: ArgoDestination.inCluster(), project: 'ml' });
  }

  pipeline(props: Pick<DataPipelineProps, 'stages' | 'order'> & { readonly name?: string; readonly namespace?: string }, id = 'features') {
    return new DataPipeline(this.prod, id, { namespace: 'team-a', ...props } as DataPipelineProps);
  }

  /** Every file by path. */
  files(): Map<string, string> {
    const files = new Map<string, string>();
    for (const [directory, texts] of renderApp(this.app).tree) for (const [name, text] of texts) files.set(`${directory}/${name}`, text);
    return files;
  }

  objects(): readonly Manifest[] {
    return [...renderApp(this.app).charts.values()].flat().map(({ manifest }) => manifest);
  }

  /** The findings, empty when it renders. */
  findings(): readonly string[] {
    try {
      renderApp(this.app);
    } catch (error) {
      if (FindingsError.is(error)) return error.findings.map(findingText);
      if (ConfigError.is(error)) return [error.message];
      throw error;
    }
    return [];
  }

  /** The codes of the findings. */
  codes(): readonly string[] {
    return this.findings().map((text) => /\[([\w.]+)\]$/.exec(text)?.[1] ?? text);
  }
}

/** A graph of stages: for each, those with smaller numbers that it comes after. */
export interface Dag {
  readonly after: readonly (readonly number[])[];
  /** A name for each stage, in an order that has nothing to do with the graph. */
  readonly names: readonly string[];
  /** The order in which stages are listed. */
  readonly order: readonly number[];
}

export const dags: fc.Arbitrary<Dag> = fc.integer({ min: 1, max: 8 }).chain((count) => {
  const numbers = Array.from({ length: count }, (_, i) => i);
  const shuffled = fc.shuffledSubarray(numbers, { minLength: count });
  return fc.record({
    after: fc.tuple(...numbers.map((i) => fc.subarray(numbers.slice(0, i)))),
    names: shuffled.map((places) => places.map((place) => `stage-${'abcdefgh'[place]}`)),
    order: shuffled,
  });
});

/** Edges of a graph as pairs of names. */
export function edgesOf({ after, names }: Dag): readonly (readonly [string, string])[] {
  return after.flatMap((before, i) => before.map((j) => [names[j] ?? '', names[i] ?? ''] as const));
}

import { App, type AppProps, YamlOutputType } from 'cdk8s';
import { ConfigError } from '../base/config-error';
import { checkName, checkQualifiedKey, DNS_SUBDOMAIN } from '../base/names';
import { validateProps } from '../base/validate-props';
import { REPOSITORY_PATH_CONTEXT } from '../kube/chart-directory';
import { checkLabelValue } from '../kube/kube-object';
import { COST_LABELS_CONTEXT, type CostLabels, LABEL_DOMAIN_CONTEXT } from '../kube/label-context';
import type { Layout } from '../render/layout';
import { type Rendered, renderApp } from '../render/render-app';
import { recover } from '../store/recover';
import { writeTree } from '../store/write-tree';
import { programHost } from './program-host';

export interface GitOpsAppProps extends AppProps {
  /**
   * How a chart's objects become files of its directory.
   *
   * @default 'file-per-object'
   */
  readonly layout?: Layout;
  /**
   * Whether `synth()` validates every object against schemas and rules, as `render` does, and writes nothing when one has errors.
   *
   * `render` goes by its own flag `--no-validate`.
   *
   * @default true
   */
  readonly validate?: boolean;
  /**
   * Where the output directory stands in the GitOps repository, for the paths that Flux and Argo CD read: `dist`, or `clusters/ml`.
   *
   * It does not follow `CDK8S_OUTDIR`, which must not change a byte of the output.
   *
   * @default - `outdir`, when that is a relative path inside the working directory; else `dist`
   */
  readonly repositoryPath?: string;
  /**
   * The domain of the library's own label and annotation keys: with `'mlops.acme.com'`, `model.cdk8s-mlops/revision` becomes
   * `model.mlops.acme.com/revision`. A lower-case DNS name (`GitOpsApp.labelDomain`).
   *
   * Choose it before the first deployment. One selector holds an own key: the Service of an `MLService` with `nodes` selects its leaders by
   * `serving.<domain>/role`, so a change sends requests to the new pods only, while the old ones still run. One-shot jobs with an own key in
   * their pods (`Run.once()` with security exceptions, in a pipeline, or as a TrainJob) get another name and run again.
   *
   * @default 'cdk8s-mlops'
   */
  readonly labelDomain?: string;
  /**
   * Labels of all pods for cost reports: `team`, from the chart's label `team` or from here, and `env`, the name of the environment. A label
   * of the same key in a chart or in `podLabels` wins; `false` writes none (`GitOpsApp.costLabels`).
   *
   * No selector holds them. A change rolls the pods, and one-shot jobs (`Run.once()`), whose pods are immutable, run again.
   *
   * @default - the keys `team` and `env`, which OpenCost and Kubecost look for
   */
  readonly costLabels?: CostLabels | false;
}

/**
 * The root of an app: a cdk8s `App` whose `synth()` writes a tree that Git can own.
 *
 * One directory per chart, each with a sorted kustomization.yaml. Only files that an earlier synth wrote are changed or deleted; a failing
 * app leaves the previous output as it was.
 */
export class GitOpsApp extends App {
  readonly layout: Layout;
  private readonly validate: boolean;

  constructor(props: GitOpsAppProps = {}) {
    validateProps('GitOpsApp', '(app)', props);
    refuseUnsupported(props);
    // A switch of cdk8s that would rename every object whose name cdk8s derives. Output depends on the source alone.
    delete process.env.CDK8S_LEGACY_HASH;
    super({ ...props, recordConstructMetadata: false });
    this.validate = props.validate ?? true;
    this.layout = props.layout ?? layoutOf(props.yamlOutputType);
    this.node.setContext(REPOSITORY_PATH_CONTEXT, repositoryPathOf(props));
    if (props.labelDomain !== undefined) this.node.setContext(LABEL_DOMAIN_CONTEXT, checkLabelDomain(props.labelDomain));
    this.node.setContext(COST_LABELS_CONTEXT, checkCostLabels(props.costLabels ?? {}));
    programHost()?.begin(this);
  }

  /** Renders in memory; writes nothing. */
  render(): Rendered {
    return renderApp(this, this.layout);
  }

  /** Renders, validates, and updates the output directory to match. */
  override synth(): void {
    const host = programHost();
    if (host !== undefined) host.synth(this);
    else this.write();
  }

  private write(): void {
    recover(this.outdir); // also when rendering fails: an interrupted write is completed, not left half done
    const rendered = this.render();
    this.assertValid(rendered);
    writeTree(this.outdir, rendered.tree);
  }

  private assertValid(rendered: Rendered): void {
    if (!this.validate) return;
    // Loaded only here: the command line validates by itself, with its own options.
    const { assertAppValid } = require('./rendered-objects') as typeof import('./rendered-objects');
    assertAppValid({ outdir: this.outdir, rendered, madeAt: () => [] });
  }

  /** All objects as one YAML stream, in the order of directories. */
  override synthYaml(): string {
    const rendered = renderApp(this, 'file-per-chart');
    this.assertValid(rendered);
    const { tree } = rendered;
    return [...tree.values()].map((files) => files.get('manifests.yaml') ?? '').join('---\n');
  }
}

function layoutOf(type: YamlOutputType | undefined): Layout {
  return type === YamlOutputType.FILE_PER_CHART ? 'file-per-chart' : 'file-per-object';
}

function refuseUnsupported(props: GitOpsAppProps): void {
  const refuse = (prop: keyof GitOpsAppProps, what: string, fix: string): never => {
    throw new ConfigError(`GitOpsApp.${prop}`, { where: '(app)', what, fix });
  };
  if (props.yamlOutputType === YamlOutputType.FILE_PER_APP) {
    refuse(
      'yamlOutputType',
      'one file for the whole app leaves no directory that Flux or Argo CD could apply on its own',
      "use layout: 'file-per-chart'",
    );
  }
  if (props.layout !== undefined && props.yamlOutputType !== undefined)
    refuse('yamlOutputType', 'layout is given as well', 'remove yamlOutputType');
  if (props.outputFileExtension !== undefined && props.outputFileExtension !== '.yaml') {
    refuse('outputFileExtension', `files end in .yaml, not in ${JSON.stringify(props.outputFileExtension)}`, 'remove outputFileExtension');
  }
  if (props.recordConstructMetadata) {
    refuse(
      'recordConstructMetadata',
      'a .json file in the output would be read as a manifest by Argo CD',
      'remove recordConstructMetadata',
    );
  }
}

/** The longest prefix of a label key is 253 characters, and the longest topic is in it. */
const LONGEST_LABEL_DOMAIN = 253 - 'pipeline.'.length;

function checkLabelDomain(domain: string): string {
  return checkName('GitOpsApp.labelDomain', '(app)', domain, DNS_SUBDOMAIN, LONGEST_LABEL_DOMAIN);
}

function checkCostLabels(labels: CostLabels | false): CostLabels | false {
  if (labels === false) return labels;
  const { team, teamKey = 'team', environmentKey = 'env' } = labels;
  const code = 'GitOpsApp.costLabels';
  for (const key of [teamKey, environmentKey]) checkQualifiedKey(code, '(app)', key);
  if (team !== undefined) checkLabelValue(code, '(app)', teamKey, team);
  if (team !== '' && teamKey !== environmentKey) return labels;
  const what = team === '' ? 'team is empty' : `team and environment have the same key "${teamKey}"`;
  const fix = team === '' ? "name the team: costLabels: { team: 'ml-platform' }" : "use two keys: costLabels: { environmentKey: 'env' }";
  throw new ConfigError(code, { where: '(app)', what, fix });
}

function repositoryPathOf(props: GitOpsAppProps): string {
  if (props.repositoryPath !== undefined) return checkRepositoryPath(props.repositoryPath);
  const outdir = (props.outdir ?? 'dist').replace(/\\/g, '/').replace(/^\.\/|\/+$/g, '');
  return isInside(outdir) ? outdir : 'dist';
}

function checkRepositoryPath(path: string): string {
  const plain = path.replace(/^\.\/|\/+$/g, '');
  if (plain === '' || plain === '.') return '.';
  if (isInside(plain)) return plain;
  const fix = 'write it from the root of the repository, for example "clusters/ml"';
  throw new ConfigError('GitOpsApp.repositoryPath', { where: '(app)', what: `${JSON.stringify(path)} leads out of the repository`, fix });
}

function isInside(path: string): boolean {
  return path !== '' && !/^([A-Za-z]:)?\//.test(path) && !path.split('/').includes('..');
}

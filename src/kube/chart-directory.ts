import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';

const SAFE_PART = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * The directory of a chart below the output directory: the ids on the way from the app to the chart, `prod/scoring`.
 *
 * It depends on nothing but the chart itself. Refused: ids that are no safe directory names (`Chart.id`).
 */
export function chartDirectory(chart: Chart): string {
  const path = chart.node.path;
  for (const part of path.split('/')) {
    if (SAFE_PART.test(part) && !part.endsWith('.')) continue;
    throw new ConfigError('Chart.id', {
      where: path === '' ? '(app)' : path,
      what: `id ${JSON.stringify(part)} becomes a directory, and is not a safe directory name`,
      fix: 'use letters, digits, "-", "_" and "."',
    });
  }
  return path;
}

/** The nearest chart around a construct, or undefined outside of every chart. */
export function chartAround(construct: { readonly node: { readonly scopes: readonly unknown[] } }): Chart | undefined {
  return construct.node.scopes.filter((scope): scope is Chart => Chart.isChart(scope)).at(-1);
}

/** Construct context key: where the output tree is in the GitOps repository. Set by the app, read by deliveries. */
export const REPOSITORY_PATH_CONTEXT = 'cdk8s-mlops:repository-path';

/** Where the output tree is in the GitOps repository, with `/` between parts and none at the ends: `dist`, or `.` for its root. */
export function repositoryPath(construct: Construct): string {
  return (construct.node.tryGetContext(REPOSITORY_PATH_CONTEXT) as string | undefined) ?? 'dist';
}

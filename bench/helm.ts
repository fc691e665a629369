import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure, wallSeconds } from './run';

const CHARTS = 1000;

/** With `helm` on the PATH, prints what `helm template` needs for the same 6,000 objects, one template per kind and one value per chart. */
export function benchHelm(program: string, folder: string): void {
  if (spawnSync('helm', ['version', '--short']).status !== 0) {
    process.stdout.write('\nhelm is not on the PATH: not compared\n');
    return;
  }
  const out = join(folder, 'helm-tree');
  measure(program, ['mlops', 'file-per-object', `${CHARTS}`, out]);
  const chart = join(folder, 'helm-chart');
  writeHelmChart(chart, join(out, 'chart-0'));
  const helm = wallSeconds('helm', ['template', 'bench', chart, '--output-dir', join(folder, 'helm-out')], folder);
  const ours = wallSeconds(process.execPath, [program, 'mlops', 'file-per-chart', `${CHARTS}`, join(folder, 'helm-ours')], folder);
  process.stdout.write(
    `\nhelm template of ${CHARTS * 6} objects: wall ${helm.toFixed(2)} s, ours ${ours.toFixed(2)} s: ${(helm / ours).toFixed(1)}x less\n`,
  );
}

/** The objects of one rendered chart as Helm templates that repeat for every number from 0 on. */
function writeHelmChart(chart: string, model: string): void {
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: bench\nversion: 0.1.0\n');
  writeFileSync(join(chart, 'values.yaml'), `charts: ${CHARTS}\n`);
  for (const file of readdirSync(model).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')) {
    const body = readFileSync(join(model, file), 'utf8')
      .replaceAll('server-0', 'server-{{ $i }}')
      .replaceAll('team-0', 'team-{{ mod $i 50 }}');
    writeFileSync(join(chart, 'templates', file), `{{- range $i := until (int .Values.charts) }}\n---\n${body}{{- end }}\n`);
  }
}

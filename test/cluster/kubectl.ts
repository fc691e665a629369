import { spawnSync } from 'node:child_process';

export interface KubectlResult {
  readonly ok: boolean;
  readonly out: string;
  readonly err: string;
}

/** Runs kubectl against the cluster of KUBECONFIG. */
export function kubectl(args: readonly string[], input?: string): KubectlResult {
  const result = spawnSync('kubectl', args, { encoding: 'utf8', input, maxBuffer: 64 * 1024 * 1024 });
  if (result.error !== undefined) throw result.error;
  return { ok: result.status === 0, out: result.stdout, err: result.stderr };
}

/** Applies YAML on the server, strictly and without storing it. */
export function dryRun(yaml: string): KubectlResult {
  return kubectl(['apply', '--server-side', '--dry-run=server', '--validate=strict', '--force-conflicts', '-f', '-'], yaml);
}

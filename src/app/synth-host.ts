import type { GitOpsApp } from './gitops-app';

/**
 * What `synth()` hands an app to, instead of writing it.
 *
 * The command line runs a user's program, which ends in `app.synth()`, to check, print or write what it gives. The program may carry its own
 * copy of this library, bundled, so the two meet in a global symbol.
 */
export type SynthHost = (app: GitOpsApp) => void;

const HOST = Symbol.for('cdk8s-mlops.synth-host');

type Global = typeof globalThis & { [HOST]?: SynthHost };

/** The host in charge, if any. */
export function synthHost(): SynthHost | undefined {
  return (globalThis as Global)[HOST];
}

/** Puts a host in charge, or, with undefined, lets `synth()` write again. */
export function setSynthHost(host: SynthHost | undefined): void {
  (globalThis as Global)[HOST] = host;
}

import type { App } from 'cdk8s';
import type { Rendered } from '../render/render-app';

/** What a host uses of an app: a `GitOpsApp` of any copy of this library. */
export interface HostedApp extends App {
  /** Renders in memory. */
  render(): Rendered;
}

/**
 * What a program's apps report to while the command line runs it, to check, print or write what they give.
 *
 * The program loads its own copy of this library, so the two meet in a global symbol.
 */
export interface ProgramHost {
  /** Called with an app that has just been made and has no children yet. */
  readonly begin: (app: HostedApp) => void;
  /** What `synth()` hands an app to, instead of writing it. */
  readonly synth: (app: HostedApp) => void;
}

const HOST = Symbol.for('cdk8s-mlops.program-host');

type Global = typeof globalThis & { [HOST]?: ProgramHost };

/** The host in charge, if any. */
export function programHost(): ProgramHost | undefined {
  return (globalThis as Global)[HOST];
}

/** Puts a host in charge, or, with undefined, lets `synth()` write again. */
export function setProgramHost(host: ProgramHost | undefined): void {
  (globalThis as Global)[HOST] = host;
}

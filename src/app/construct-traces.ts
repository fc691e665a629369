import type { Construct } from 'constructs';

/** Frames that are kept of who made a construct, beside those of its own classes. What lies deeper is found at its parent. */
const FRAMES = 3;

/** A stack that is turned into text when somebody reads it, which is what costs most. */
interface Trace {
  readonly stack?: string;
}

interface NodePrototype {
  addChild: (child: Construct, name: string) => void;
}

/**
 * The stacks of all constructs of a program, taken as they are made.
 *
 * Every construct passes through `addChild` of its parent's node, and the program's copy of that class is reached through its app. What is made
 * while an app is rendered is left out: its stack tells of `synth()` alone.
 */
export class ConstructTraces {
  private readonly traces = new Map<Construct, Trace>();
  private readonly followed = new Map<NodePrototype, NodePrototype['addChild']>();
  private readonly depths = new Map<unknown, number>();
  private paused = false;
  private home: Trace = {};

  /** Follows every app of the program, from the first on: they share a class. */
  follow(app: Construct): void {
    const prototype = Object.getPrototypeOf(app.node) as NodePrototype;
    if (this.followed.has(prototype)) return;
    this.home = new Error('called by the constructor of the app');
    const { addChild } = prototype;
    this.followed.set(prototype, addChild);
    const note = (child: Construct) => this.note(child, app.node.constructor as () => void);
    prototype.addChild = function (this: NodePrototype, child, name) {
      note(child);
      return addChild.call(this, child, name);
    };
  }

  /** Does some work, the constructs of which are not noted. */
  pause<Result>(work: () => Result): Result {
    this.paused = true;
    try {
      return work();
    } finally {
      this.paused = false;
    }
  }

  /** Ends it: nothing more is noted. */
  end(): void {
    for (const [prototype, addChild] of this.followed) prototype.addChild = addChild;
  }

  /** The stack of a construct, innermost call first; undefined for one that was made during a render. */
  stackOf(construct: Construct): string | undefined {
    return this.traces.get(construct)?.stack;
  }

  /** A stack that passes through this library. */
  libraryStack(): string {
    return this.home.stack ?? '';
  }

  /** `below`: the function whose frame, and those above, are left out. */
  private note(child: Construct, below: () => void): void {
    if (this.paused) return;
    const trace: Trace = {};
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = this.depthOf(child.constructor) + FRAMES;
    Error.captureStackTrace(trace, below);
    Error.stackTraceLimit = stackTraceLimit;
    this.traces.set(child, trace);
  }

  /** How many classes a class is made of, each with a constructor that may stand in the stack. */
  private depthOf(type: unknown): number {
    if (typeof type !== 'function') return 0;
    const known = this.depths.get(type);
    if (known !== undefined) return known;
    const depth = 1 + this.depthOf(Object.getPrototypeOf(type));
    this.depths.set(type, depth);
    return depth;
  }
}

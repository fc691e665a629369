import type { Construct } from 'constructs';
import type { FilePosition } from '../base/finding';
import type { ConstructTraces } from './construct-traces';
import { type SourceFrame, sourceFrames } from './source-stack';

const CONSTRUCTOR = /^new (\S+)$/;

/** Finds the lines of the user's source that made constructs, by the stacks that were kept of them. */
export class MadeAt {
  constructor(private readonly traces: ConstructTraces) {}

  /**
   * The line that made a construct, or the nearest one around it that the user made. When it stands in a construct class of the user's own, the
   * line that made that follows, and so on.
   */
  of(construct: Construct): readonly FilePosition[] {
    for (let around: Construct | undefined = construct; around !== undefined; around = scopeOf(around)) {
      const frame = this.ownFrames(around)[0];
      if (frame !== undefined) return [positionIn(frame), ...this.makers(frame, around)];
    }
    return [];
  }

  /** The lines that a stack of an error passes through: the first in the user's source, and those that made the constructs around it. */
  ofStack(stack: string): readonly FilePosition[] {
    const frames = this.userFrames(stack);
    const end = frames.findIndex(({ caller }) => !CONSTRUCTOR.test(caller));
    return frames.slice(0, end === -1 ? frames.length : end + 1).map(positionIn);
  }

  private makers(frame: SourceFrame, construct: Construct): readonly FilePosition[] {
    const [, name] = CONSTRUCTOR.exec(frame.caller) ?? [];
    if (name === undefined) return [];
    for (let scope = scopeOf(construct); scope !== undefined; scope = scopeOf(scope)) {
      if (classNames(scope).includes(name)) return this.of(scope);
    }
    return [];
  }

  /** The user's frames of who made a construct: without its own constructors, which call one another. */
  private ownFrames(construct: Construct): readonly SourceFrame[] {
    const stack = this.traces.stackOf(construct);
    if (stack === undefined) return [];
    const lines = stack.split('\n').filter((line) => /^\s+at /.test(line));
    let own = 0;
    // A class without a constructor of its own has no frame.
    for (const name of classNames(construct)) if (lines[own]?.startsWith(`    at new ${name} (`)) own += 1;
    return this.userFrames(lines.slice(own).join('\n'));
  }

  private userFrames(stack: string): readonly SourceFrame[] {
    const library = this.library();
    return sourceFrames(stack).filter(({ file }) => library === undefined || !file.startsWith(library));
  }

  private known?: { readonly library: string | undefined };

  /** The folder of this library's sources, or of its chunks: where an app links it, they are no package. */
  private library(): string | undefined {
    if (this.known === undefined) {
      const [frame] = sourceFrames(this.traces.libraryStack());
      this.known = { library: frame?.caller === 'new GitOpsApp' ? frame.file.replace(/app\/gitops-app\.ts$|[^/]+$/, '') : undefined };
    }
    return this.known.library;
  }
}

/** The names of a construct's classes, from the bottom up: the order in which their constructors stand in a stack. */
function classNames(construct: Construct): readonly string[] {
  const names: string[] = [];
  for (
    let each: unknown = Object.getPrototypeOf(construct);
    each !== Object.prototype && each !== null;
    each = Object.getPrototypeOf(each)
  ) {
    names.unshift((each as object).constructor.name);
  }
  return names;
}

function scopeOf(construct: Construct): Construct | undefined {
  return construct.node.scope as Construct | undefined;
}

function positionIn({ file, line, column }: SourceFrame): FilePosition {
  return { file, line, column };
}

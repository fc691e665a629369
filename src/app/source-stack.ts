import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import type { SourcePlace } from '../check/finding';

const FRAME = /^\s+at (?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/;

/** A call that stands in a source file, not in a package. */
export interface SourceFrame extends SourcePlace {
  /** Who calls: `new Scorer`, `main`; empty at the top of a file. */
  readonly caller: string;
}

/** Turns places in a program's bundle into places in its source. The map is read when the first is asked for. */
export class SourceStacks {
  private sources?: SourceMap;

  constructor(
    private readonly entry: string,
    private readonly map: () => string,
  ) {}

  /** The frames of a stack that stand in source files, relative to the working directory; those of packages and of Node are left out. */
  frames(stack: string): readonly SourceFrame[] {
    return stack.split('\n').flatMap((line) => this.frame(line) ?? []);
  }

  /** The stack of an error, for people. */
  text(error: Error): string {
    const lines = (error.stack ?? error.message).split('\n').flatMap((line) => {
      if (!/^\s+at /.test(line)) return [line];
      const frame = this.frame(line);
      if (frame === undefined) return [];
      const place = `${frame.file}:${frame.line}:${frame.column}`;
      return [`    at ${frame.caller === '' ? place : `${frame.caller} (${place})`}`];
    });
    return lines.join('\n');
  }

  private frame(text: string): SourceFrame | undefined {
    const [, caller = '', file, line, column] = FRAME.exec(text) ?? [];
    if (file !== this.entry) return undefined;
    this.sources ??= new SourceMap(JSON.parse(this.map()));
    const place = this.sources.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in place) || place.originalSource.includes('node_modules/')) return undefined;
    const path = relative(process.cwd(), resolve(dirname(this.entry), place.originalSource));
    return { caller, file: path, line: place.originalLine + 1, column: place.originalColumn + 1 };
  }
}

import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';

const FRAME = /^(\s+at (?:.*? \()?)(.+?):(\d+):(\d+)(\)?)$/;

/** The stack of an error with places in the bundle turned into places in the source; frames of packages are left out. */
export function sourceStack(error: Error, entry: string, map: string): string {
  const sources = new SourceMap(JSON.parse(map));
  return (error.stack ?? error.message)
    .split('\n')
    .flatMap((line) => {
      const frame = FRAME.exec(line);
      if (frame === null) return /^\s+at /.test(line) ? [] : [line];
      if (frame[2] !== entry) return [];
      const place = sources.findEntry(Number(frame[3]) - 1, Number(frame[4]) - 1);
      if (!('originalSource' in place) || place.originalSource.includes('node_modules/')) return [];
      const file = relative(process.cwd(), resolve(dirname(entry), place.originalSource));
      return [`${frame[1]}${file}:${place.originalLine + 1}:${place.originalColumn + 1}${frame[5]}`];
    })
    .join('\n');
}

import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';

// One pair of buffers for all comparisons: an allocation and a decoding per file is half the cost of an unchanged render.
const size = 256 * 1024;
const wanted = Buffer.allocUnsafeSlow(size);
const found = Buffer.allocUnsafeSlow(size + 1);

// Windows has no O_NOFOLLOW.
const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

/** True when the file's bytes are `text` in UTF-8. */
export function sameBytes(file: string, text: string): boolean {
  // A UTF-16 unit takes at most three bytes in UTF-8.
  if (text.length * 3 > size) return readFileSync(file).equals(Buffer.from(text));
  const length = wanted.write(text, 0);
  return readUpTo(file, length + 1) === length && wanted.compare(found, 0, length, 0, length) === 0;
}

/** Reads at most `limit` bytes into `found`: one byte more than wanted tells a longer file without a `stat`. */
function readUpTo(file: string, limit: number): number {
  const descriptor = openSync(file, readFlags);
  try {
    let length = readSync(descriptor, found, 0, limit, null);
    for (let more = length; more > 0 && length < limit - 1; length += more) {
      more = readSync(descriptor, found, length, limit - length, null);
    }
    return length;
  } finally {
    closeSync(descriptor);
  }
}

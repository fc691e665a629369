import { symlinkSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { sameBytes } from '../../src/store/same-bytes';
import { removeTemporaryDirectories, temporaryDirectory } from './on-disk';

afterEach(removeTemporaryDirectories);

test('a file is the same as a text exactly when its bytes are', () => {
  const file = `${temporaryDirectory()}/file`;
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '€', '😀', '\n'), maxLength: 4 });
  fc.assert(
    fc.property(text, text, (written, wanted) => {
      writeFileSync(file, written);
      expect(sameBytes(file, wanted)).toBe(written === wanted);
    }),
  );
});

test.each([1000, 87_381, 87_382, 300_000])('a text of %d units is compared to its last byte', (length) => {
  const file = `${temporaryDirectory()}/file`;
  const text = '€'.repeat(length);
  writeFileSync(file, text);
  expect(sameBytes(file, text)).toBe(true);
  expect(sameBytes(file, `${text.slice(1)}€x`)).toBe(false);
  expect(sameBytes(file, text.slice(1))).toBe(false);
  expect(sameBytes(file, `${text.slice(1)}x`)).toBe(false);
});

test('bytes that are no UTF-8 are not the replacement character', () => {
  const file = `${temporaryDirectory()}/file`;
  writeFileSync(file, Buffer.from([0xff]));
  expect(sameBytes(file, '\ufffd')).toBe(false);
});

test('a link is not followed', () => {
  const root = temporaryDirectory();
  writeFileSync(`${root}/file`, 'a');
  symlinkSync(`${root}/file`, `${root}/link`);
  expect(() => sameBytes(`${root}/link`, 'a')).toThrow('ELOOP');
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readProjectConfig } from '../../src/app/project-config';
import { ConfigError } from '../../src/base/config-error';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  const path = join(folder, 'cdk8s.yaml');
  writeFileSync(path, text);
  return readProjectConfig(path);
}

test('reads app and output and leaves the rest to cdk8s', () => {
  expect(read('language: typescript\napp: node main.js\noutput: out\nimports: [k8s]\n')).toEqual({ app: 'node main.js', output: 'out' });
});

test.each(['', '# nothing\n', 'language: typescript\n', '- a\n'])('%j configures nothing', (text) => {
  expect(read(text)).toEqual({});
});

test('a folder without the file configures nothing', () => {
  expect(readProjectConfig(join(folder, 'absent.yaml'))).toEqual({});
});

test.each(['app: [', 'app: 1\n', 'app: {a: b}\n', 'output: true\n', 'app: ""\n', 'a: *b\n'])('%j is refused with its file', (text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'cli.config', where: expect.stringContaining('cdk8s.yaml') }));
});

test('whatever stands in the file, it is understood or refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'apout: \n-[]{}&*!|>"\'#%@`\t') })), (text) => {
      try {
        read(text);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
      }
    }),
  );
});

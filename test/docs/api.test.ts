import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPages } from '../../scripts/api-reference/pages';
import { publicApi } from '../../scripts/api-reference/public-api';
import { ROOT } from './markdown';

const FOLDER = join(ROOT, 'docs/api');
const ENTRIES = ['src/index.ts', 'src/check.ts', 'src/testing.ts'].filter((file) => existsSync(join(ROOT, file)));
const api = publicApi(ROOT, ENTRIES);

test('docs/api is what the doc comments say; WRITE_DOCS=1 writes it', () => {
  const pages = apiPages(api, ROOT);
  if (process.env.WRITE_DOCS !== undefined) {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    for (const [file, text] of pages) writeFileSync(join(FOLDER, file), text);
  }
  expect(readdirSync(FOLDER).sort()).toEqual([...pages.keys()].sort());
  for (const [file, text] of pages) expect(readFileSync(join(FOLDER, file), 'utf8')).toBe(text);
});

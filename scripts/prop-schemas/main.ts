import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { propFiles, REPOSITORY } from './prop-files';

const files = propFiles();
const folder = join(REPOSITORY, 'imports/props');
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) if (!files.has(`imports/props/${file}`)) rmSync(join(folder, file));
for (const [path, text] of files) writeFileSync(join(REPOSITORY, path), text);

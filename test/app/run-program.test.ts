import { resolve } from 'node:path';
import { cliAndProject } from '../support/cli';

const { cli, project } = cliAndProject();
const TSX = resolve(__dirname, '../../node_modules/tsx/dist/loader.mjs');

/** What a file prints to tell how it runs. The app at its end is what `render` asks for. */
const COMMONJS = `
const { GitOpsApp } = require('cdk8s-mlops');
new GitOpsApp({ outdir: 'out' }).synth();
`;

const ESM = `
import { GitOpsApp } from 'cdk8s-mlops';
new GitOpsApp({ outdir: 'out' }).synth();
`;

const SLOPPY = 'const sloppy = (function () { return this !== undefined; })();';

/** Each prints the same, and exits with the same code, under plain Node and under \`render\`. */
const PROGRAMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // CommonJS.
  'the place of a file': {
    'app.js': `${COMMONJS} console.log(__filename, __dirname, require('./lib/part'));`,
    'lib/part.js': 'module.exports = [__filename, __dirname, module.id, require.main === module, module.parent !== undefined];',
  },
  'names of its own for what Node gives': {
    'app.ts': `${ESM} import { join } from 'node:path';\nimport './part';\nconst place = __dirname;\n{ const __dirname = join(place, 'x'); console.log(__dirname); }`,
    'part.ts':
      "const __dirname = 'mine';\nconst __filename = 'mine, too';\nexport const names = [__dirname, __filename];\nconsole.log(names);",
  },
  'the names of CommonJS, made from import.meta': {
    'app.ts': `${ESM} import { dirname } from 'node:path';\nimport { fileURLToPath } from 'node:url';\nconst __filename = fileURLToPath(import.meta.url);\nconst __dirname = dirname(__filename);\nconsole.log(__filename, __dirname);`,
  },
  'the same in an ES module': {
    'app.ts': `${ESM} import { dirname } from 'node:path';\nimport { fileURLToPath } from 'node:url';\nconst __filename = fileURLToPath(import.meta.url);\nconst __dirname = dirname(__filename);\nconsole.log(__filename, __dirname);`,
    'package.json': '{"type": "module"}',
  },
  'strict mode where the file asks for it': {
    'app.js': `'use strict';\n// __dirname\n${COMMONJS} ${SLOPPY} console.log(sloppy); try { undeclared = 1; } catch (error) { console.log(error.message); }`,
  },
  'sloppy mode where it does not': { 'app.cjs': `${COMMONJS} ${SLOPPY} console.log(sloppy); undeclared = 1; console.log(undeclared);` },
  'a file that is run, and one that is required': {
    'app.ts': `${ESM} import { isMain } from './part';\nconsole.log(require.main === module, isMain, require.main?.filename, process.mainModule === module);`,
    'part.ts': 'export const isMain = require.main === module;',
  },
  'a module that is the value of this, and its cache': {
    'app.js': `${COMMONJS} console.log(this === module.exports, module.id, Object.keys(require.cache).includes(__filename), module.paths[0], require.resolve('./lib/x'));`,
    'lib/x.js': '',
  },
  'imports with a computed path': {
    'app.js': `${COMMONJS} const name = ['.', 'lib', 'x'].join('/'); console.log(require(name)); import(name + '.js').then((x) => console.log(x.default));`,
    'lib/x.js': 'module.exports = __filename;',
  },
  'a JSON file and a package.json': {
    'app.ts': `${ESM} import data from './data.json';\nconsole.log(data, require('./package.json').name);`,
    'data.json': '{"a": [1]}',
    'package.json': '{"name": "mine"}',
  },
  'a .cjs file below "type": "module"': {
    'app.cjs': `${COMMONJS} console.log(typeof require, __filename, require.main === module);`,
    'package.json': '{"type": "module"}',
  },
  'paths and extended options of tsconfig.json': {
    'app.ts': `${ESM} import { name } from '@parts/one';\nimport * as two from '@parts/two.js';\nconsole.log(name, two.name);`,
    'parts/one.ts': 'export const name = 1;',
    'parts/two/index.ts': 'export const name = 2;',
    'parts/two.ts': 'export const name = 3;',
    'base.json':
      '{\n  // a comment, "and" a /* trailing */ comma\n  "compilerOptions": { "strict": true, "paths": { "@parts/*": ["./parts/*"], }, },\n}',
    'tsconfig.json': '{ "extends": "./base.json" }',
  },
  'TypeScript that is more than types': {
    'app.ts': `${ESM} enum Size { Small = 1, Large }\nclass Named { constructor(readonly name: string) {} }\nnamespace Inner { export const x = 1; }\nconsole.log(Size.Large, new Named('a').name, Inner.x, Named.name);`,
  },
  // ES modules.
  'import.meta of a module': {
    'app.mjs': `${ESM} import { meta } from './lib/part.mjs';\nconsole.log(import.meta.url, import.meta.dirname, import.meta.filename, meta, import.meta.resolve('./x.js'), typeof require, typeof __dirname, this);`,
    'lib/part.mjs': 'export const meta = [import.meta.url, import.meta.dirname];',
  },
  'import.meta of a TypeScript module': {
    'app.ts': `${ESM} import { meta } from './lib/part.js';\nconst text: string = import.meta.url;\nconsole.log(text, import.meta.dirname, import.meta.filename, meta, typeof module);`,
    'lib/part.ts': 'export const meta: readonly unknown[] = [import.meta.url, import.meta.dirname];',
    'package.json': '{"type": "module"}',
  },
  'await at the top level': {
    'app.mts': `import { later } from './later.mjs';\n${ESM} const value: number = await Promise.resolve(later + 1);\nconsole.log(value);`,
    'later.mts': 'export const later = await new Promise<number>((resolve) => setTimeout(() => resolve(1), 5));',
  },
  'an ES module that loads CommonJS': {
    'app.ts': `${ESM} import { createRequire } from 'node:module';\nimport common from './common.cjs';\nconsole.log(common, createRequire(import.meta.url)('./common.cjs'));`,
    'common.cjs': 'module.exports = { file: __filename, main: require.main === module };',
    'package.json': '{"type": "module"}',
  },
  'CommonJS that imports an ES module': {
    'app.ts': `${ESM} void import('./part.mjs').then(({ meta }) => console.log(meta));`,
    'part.mts': 'export const meta: string = import.meta.url;',
  },
  'await that never ends': {
    'app.mjs': `${ESM} console.log('before'); await new Promise(() => {}); console.log('after');`,
  },
  // The process.
  'arguments and environment': {
    'app.js': `${COMMONJS} console.log(process.argv.slice(1), process.env.TEAM, process.execArgv.length >= 0);`,
  },
  'process.exit ends the program there': {
    'app.ts': `${ESM} console.log('before'); try { process.exit(0); } catch { console.log('caught'); } finally { console.log('finally'); }\nconsole.log('after');`,
  },
  'listeners of exit': {
    'app.js': `${COMMONJS} process.on('exit', (code) => console.log('exit', code, process.exitCode)); process.on('beforeExit', () => console.log('beforeExit'));`,
  },
  'listeners of exit after process.exit': {
    'app.mjs': `${ESM} process.on('exit', (code) => console.log('exit', code)); setTimeout(() => process.exit(), 1); setTimeout(() => console.log('no'), 1000);`,
  },
  'a failure that the program handles': {
    'app.js': `${COMMONJS} process.on('uncaughtException', (error, origin) => console.log(error.message, origin)); setTimeout(() => console.log('goes on'), 5); throw new Error('handled');`,
  },
  'a failed promise that the program handles': {
    'app.js': `${COMMONJS} process.on('unhandledRejection', (error) => console.log('seen', error.message)); Promise.reject(new Error('handled'));`,
  },
};

/** These fail, under both. */
const FAILING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'process.exit with a code': { 'app.ts': `${ESM} console.log('before'); process.exit(3);` },
  'process.exitCode': { 'app.js': `${COMMONJS} console.log('before'); process.exitCode = 4;` },
  'process.exitCode, set by a listener of exit': { 'app.js': `${COMMONJS} process.on('exit', () => { process.exitCode = 5; });` },
  'an error in the main file': { 'app.ts': `${ESM} console.log('before'); throw new Error('broken');` },
  'an error in a module': { 'app.mts': `${ESM} console.log('before'); throw new Error('broken');` },
  'an error later on': { 'app.js': `${COMMONJS} setTimeout(() => { throw new Error('broken'); }, 1);` },
  'a failed promise': { 'app.mjs': `${ESM} Promise.reject(new Error('broken'));` },
  'an error in a listener of exit': { 'app.js': `${COMMONJS} process.on('exit', () => { throw new Error('broken'); });` },
  'a module that is not there': { 'app.ts': `${ESM} import './absent';` },
};

function plainNode(entry: string) {
  const typescript = /ts$/.test(entry) ? ['--import', TSX] : [];
  return project.run(process.execPath, [...typescript, entry, 'first', '--second'], { TEAM: 'a', CDK8S_OUTDIR: 'out' });
}

function render(entry: string) {
  return project.run(process.execPath, [cli.file, 'render', '--app', `node ${entry} first --second`], { TEAM: 'a' });
}

function start(files: Readonly<Record<string, string>>): string {
  project.reset(files);
  return Object.keys(files)[0] ?? '';
}

describe('a program prints and exits as in plain Node', () => {
  test.each(Object.entries(PROGRAMS))('%s', (_, files) => {
    const entry = start(files);
    const expected = plainNode(entry);
    const result = render(entry);
    const failed = expected.code !== 0;
    expect(result.code).toBe(expected.code);
    expect(failed ? result.err.slice(0, expected.out.length) : result.err).toBe(expected.out);
    if (!failed) expect(expected.out).not.toBe('');
  });
});

describe('a program that fails has the exit code of plain Node, and nothing is written', () => {
  test.each(Object.entries(FAILING))('%s', (_, files) => {
    const entry = start(files);
    const expected = plainNode(entry);
    const result = render(entry);
    expect([result.code, result.out]).toEqual([expected.code, '']);
    expect(expected.code).not.toBe(0);
    expect(result.err.startsWith(expected.out)).toBe(true);
    expect(result.err).toContain('the app failed');
  });
});

test('a stack that a program prints names lines of the TypeScript source', () => {
  const entry = start({
    'app.ts': `interface Unused {\n  readonly a: string;\n}\n${ESM}\nconsole.log(new Error('here').stack?.split('\\n')[1]?.trim());`,
  });
  expect(render(entry).err).toBe(`at Object.<anonymous> (${project.folder}/app.ts:8:13)\n`);
});

import { resolve } from 'node:path';
import { appProgram } from '../../src/app/app-command';

const ENTRY = 'examples/main.ts';

test.each([
  ENTRY,
  `node ${ENTRY}`,
  `npx ts-node ${ENTRY}`,
  `npx tsx ${ENTRY}`,
  `node --import tsx ${ENTRY}`,
  `node -r ts-node/register/transpile-only ${ENTRY}`,
  `ts-node --project tsconfig.json --transpile-only ${ENTRY}`,
  `  pnpm exec tsx  ${ENTRY}  `,
])('%j runs the file', (command) => {
  expect(appProgram(command)).toEqual({ entry: resolve(ENTRY), args: [] });
});

test('words behind the file are its arguments', () => {
  expect(appProgram(`npx tsx ${ENTRY} --team a`).args).toEqual(['--team', 'a']);
});

test.each(['', 'python main.py', 'make synth', 'cd app && node main.js', 'npm run synth', 'node'])('%j is refused', (command) => {
  expect(() => appProgram(command)).toThrow(expect.objectContaining({ code: 'cli.app' }));
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { planTree } from '../../src/store/plan-tree';
import { recover } from '../../src/store/recover';
import { stagingOf } from '../../src/store/staging';
import { bigTree } from './big-tree';
import { onDisk, put, removeTemporaryDirectories, temporaryDirectory, treeOf, withInventories } from './on-disk';

afterEach(removeTemporaryDirectories);

const theirs = { 'README.md': 'r', 'prod/unit-7/secret.enc.yaml': 's', 'odd/notes': 'n' };

/** Starts the writer, and kills it after its first write when `moment` has come. */
async function killedWriter(outdir: string, moment: () => Promise<unknown>): Promise<void> {
  const script = join(__dirname, 'endless-writer.ts');
  const writer = spawn(process.execPath, ['--import', 'tsx', script, outdir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(writer, 'exit');
  await Promise.race([once(writer.stdout, 'data'), exit]);
  await moment();
  writer.kill('SIGKILL');
  expect(await exit).toEqual([null, 'SIGKILL']);
}

/** Some moment within a write or two. */
function anyMoment(): Promise<void> {
  return setTimeout(Math.random() * 60);
}

/** A moment when files are being moved and deleted. */
async function whileMoving(outdir: string): Promise<void> {
  while (!existsSync(stagingOf(outdir).journal)) await setImmediate();
}

test('a writer that is killed at any moment leaves one of its two trees whole, and all files of others', async () => {
  const outdir = temporaryDirectory();
  put(outdir, theirs);
  for (let kill = 0; kill < 6; kill++) {
    await killedWriter(outdir, kill % 2 === 0 ? anyMoment : () => whileMoving(outdir));
    recover(outdir);
    const there = onDisk(outdir);
    const which = there['even/unit-0/own.yaml'] === undefined ? 'odd' : 'even';
    expect(there).toEqual({ ...withInventories(bigTree(which)), ...theirs });
    expect(planTree(outdir, treeOf(bigTree(which))).changes.every(({ change }) => change === 'unchanged')).toBe(true);
  }
}, 30_000);

// A process that writes two trees in turn until it is killed: `node --import tsx endless-writer.ts <outdir>`.
import { writeSync } from 'node:fs';
import { writeTree } from '../../src/store/write-tree';
import { bigTree } from './big-tree';
import { treeOf } from './on-disk';

const outdir = process.argv[2] ?? '';
for (let turn = 0; ; turn++) {
  writeTree(outdir, treeOf(bigTree(turn % 2 === 0 ? 'even' : 'odd')));
  writeSync(1, 'written\n');
}

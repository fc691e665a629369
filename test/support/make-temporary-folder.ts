import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Before all tests: what they, cdk8s and the programs that they start put into the folder for temporary files goes into one of their own, and goes
 * with it.
 *
 * `new App()` of cdk8s alone makes a folder that nobody removes.
 */
function makeTemporaryFolder(): void {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'cdk8s-mlops-tests-')); // what os.tmpdir() gives, here and in every process that is started
}

export = makeTemporaryFolder;

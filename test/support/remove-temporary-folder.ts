import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';

/** After all tests: the folder of `make-temporary-folder` goes, with all that is in it. */
function removeTemporaryFolder(): void {
  const folder = tmpdir();
  if (basename(folder).startsWith('cdk8s-mlops-tests-')) rmSync(folder, { recursive: true, force: true });
}

export = removeTemporaryFolder;

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeReadmeProject } from '../test/support/readme';

/** A project with the README's app in a folder below the package, where `cdk8s-mlops` is the compiled library. */
export function readmeProject(folder: string): string {
  const project = join(folder, 'readme');
  mkdirSync(project, { recursive: true });
  writeReadmeProject(project);
  const compilerOptions = { target: 'ES2022', module: 'node16', moduleResolution: 'node16', strict: true, skipLibCheck: true };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  return project;
}

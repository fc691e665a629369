import type { Files } from './on-disk';

/** Two trees that share some files, differ in some, and each have directories that the other has not. */
export function bigTree(which: 'even' | 'odd'): Files {
  const files: Record<string, string> = {};
  for (let unit = 0; unit < 40; unit++) {
    files[`prod/unit-${unit}/same.yaml`] = `same: ${unit}\n`;
    files[`prod/unit-${unit}/differs.yaml`] = `${which}: ${unit}\n`.repeat(20);
    files[`prod/unit-${unit}/${which}.yaml`] = `only: ${which}\n`;
    files[`${which}/unit-${unit}/own.yaml`] = `own: ${unit}\n`;
  }
  return files;
}

/** What one write does to one file. */
export type FileChange = CreatedFile | ConfiguredFile | UnchangedFile | DeletedFile;

interface ChangedPath {
  /** Relative to the output directory, with `/` between parts: `prod/scoring/scorer.yaml`. */
  readonly path: string;
  /** True for the inventories that the store adds: lists for people may fold these away, `check` may not. */
  readonly inventory: boolean;
}

export interface CreatedFile extends ChangedPath {
  readonly change: 'created';
  readonly after: string;
}

export interface ConfiguredFile extends ChangedPath {
  readonly change: 'configured';
  readonly before: string;
  readonly after: string;
}

export interface UnchangedFile extends ChangedPath {
  readonly change: 'unchanged';
}

export interface DeletedFile extends ChangedPath {
  readonly change: 'deleted';
  readonly before: string;
}

/** What a write of a file tree does, or did, to an output directory. */
export interface Plan {
  /** The output directory, absolute. */
  readonly outdir: string;
  /** One entry per file that we own before or after, sorted by path in code-unit order. */
  readonly changes: readonly FileChange[];
  /** The topmost directories that do not exist yet, sorted: each is built aside and moved in whole. */
  readonly newDirectories: readonly string[];
}

/** True when carrying out the plan would write or delete something. */
export function hasChanges(plan: Plan): boolean {
  return plan.changes.some(({ change }) => change !== 'unchanged');
}

import type { Construct } from 'constructs';

/** Construct context key: where the output tree stands in the GitOps repository. Set by the app, read by deliveries. */
export const REPOSITORY_PATH_CONTEXT = 'cdk8s-mlops:repository-path';

/** Where the output tree stands in the GitOps repository, with `/` between parts and none at the ends: `dist`, or `.` for its root. */
export function repositoryPath(construct: Construct): string {
  return (construct.node.tryGetContext(REPOSITORY_PATH_CONTEXT) as string | undefined) ?? 'dist';
}

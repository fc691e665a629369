/** A Kubernetes object as plain data, as it stands in a YAML file. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMetadata;
  readonly [key: string]: unknown;
}

export interface ManifestMetadata {
  readonly name: string;
  /** Left out for cluster-scoped objects. */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** A comment at the end of the line that holds one scalar value. */
export interface ValueComment {
  /** Keys and list positions that lead to the value: `['spec', 'template', 'spec', 'containers', 0, 'image']`. */
  readonly path: readonly (string | number)[];
  /** The text after `# `, on one line: `{"$imagepolicy": "flux-system:scorer"}`. */
  readonly text: string;
}

/** Fields that generated bindings call otherwise than the YAML does. */
interface YamlNames {
  readonly repoUrl: 'repoURL';
  readonly keyId: 'keyID';
  readonly matchOidcIdentity: 'matchOIDCIdentity';
}

/**
 * The type of a generated binding as its object stands in YAML: enums are the texts they hold, fields have the names of the API.
 *
 * Lets a construct write plain data, which loads nothing at run time, and have the compiler compare it with the upstream schema.
 */
export type PlainSpec<T> = T extends string
  ? `${T}`
  : T extends readonly (infer Element)[]
    ? readonly PlainSpec<Element>[]
    : T extends object
      ? { readonly [K in keyof T as K extends keyof YamlNames ? YamlNames[K] : K]: PlainSpec<T[K]> }
      : T;

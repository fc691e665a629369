/** Fields that generated bindings call otherwise than the YAML does. */
interface YamlNames {
  readonly repoUrl: 'repoURL';
  readonly keyId: 'keyID';
  readonly matchOidcIdentity: 'matchOIDCIdentity';
}

/** Values that may be a number or text stand in a class of their own in generated bindings. */
interface NumberOrText {
  readonly value: number | string;
}

/**
 * The type of a generated binding as its object is in YAML: enums are the texts they hold, fields have the names of the API.
 *
 * Lets a construct write plain data, which loads nothing at run time, and have the compiler compare it with the upstream schema.
 */
export type PlainSpec<T> = T extends string
  ? `${T}`
  : T extends readonly (infer Element)[]
    ? readonly PlainSpec<Element>[]
    : [T, NumberOrText] extends [NumberOrText, T]
      ? number | string
      : T extends object
        ? { readonly [K in keyof T as K extends keyof YamlNames ? YamlNames[K] : K]: PlainSpec<T[K]> }
        : T;

import type { Fields } from '../../src/base/prop-schema';

/** What only constructs have. */
export const CONSTRUCT: Fields = { node: { of: 'Node' } };

/** The one part of a construct that every version of the constructs library has. */
export const NODE: Fields = { findAll: 'function' };

/** For each class of other packages that callers give us: what nothing else has. */
export const RECOGNIZED_BY: Readonly<Record<string, Fields>> = {
  ApiObject: { ...CONSTRUCT, addJsonPatch: 'function' },
  App: { ...CONSTRUCT, synthYaml: 'function' },
  Chart: { ...CONSTRUCT, generateObjectName: 'function' },
  Construct: CONSTRUCT,
  IConstruct: CONSTRUCT,
  IResolver: { resolve: 'function' },
  Cpu: { amount: 'text' },
  Duration: { toMilliseconds: 'function' },
  Size: { toKibibytes: 'function' },
  Volume: { _toKube: 'function' },
};

import type { PropSchema } from '../../src/base/prop-schema';

const FUNCTION: PropSchema = { 'x-function': true };

function members(properties: Readonly<Record<string, PropSchema>>): PropSchema {
  return { properties, required: Object.keys(properties) };
}

/** What only constructs have: the one part of a construct that every version of the constructs library has. */
export const CONSTRUCT_MEMBERS: Readonly<Record<string, PropSchema>> = { node: { 'x-members': members({ findAll: FUNCTION }) } };

/** For each class of other packages that callers pass to us: what nothing else has. */
export const KNOWN_CLASSES: Readonly<Record<string, PropSchema>> = {
  ApiObject: members({ ...CONSTRUCT_MEMBERS, addJsonPatch: FUNCTION }),
  App: members({ ...CONSTRUCT_MEMBERS, synthYaml: FUNCTION }),
  Chart: members({ ...CONSTRUCT_MEMBERS, generateObjectName: FUNCTION }),
  Construct: members(CONSTRUCT_MEMBERS),
  IConstruct: members(CONSTRUCT_MEMBERS),
  IResolver: members({ resolve: FUNCTION }),
  Cpu: members({ amount: { type: 'string' } }),
  Duration: members({ toMilliseconds: FUNCTION }),
  Size: members({ toKibibytes: FUNCTION }),
  Volume: members({ _toKube: FUNCTION }),
};

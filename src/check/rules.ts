import type { Rule } from './rule';

/** Every rule of the library; `docs/check.md` lists them. */
export const RULES: readonly Rule[] = [];

/**
 * CEL expressions, looked at in the order `inProgress`, `failed`, `current`; none true means in progress.
 *
 * Guard each field with `has(...)`: an expression on a missing field is an error, and the wait then lasts until the timeout.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#health-check-expressions
 */
export interface CelRule {
  readonly current: string;
  readonly failed?: string;
  readonly inProgress?: string;
}

/** One thing to look at in an object's status, said once and written in the languages of both tools. */
export type HealthCheck =
  | { readonly condition: string }
  | { readonly notCondition: string }
  | { readonly field: string; readonly is: string | boolean | readonly string[] }
  | { readonly everyParent: readonly string[] };

/** The checks in CEL, as Flux evaluates it. */
export function healthCel(ready: readonly HealthCheck[], failed: readonly HealthCheck[]): CelRule {
  const guards = [...new Set(ready.flatMap(celGuards))];
  const current = [...guards, ...ready.map(celTest)].join(' && ');
  if (failed.length === 0) return { current };
  return { current, failed: failed.map((check) => [...celGuards(check), celTest(check)].join(' && ')).join(' || ') };
}

/** A missing field is an error in CEL, so each is asked for first. */
function celGuards(check: HealthCheck): readonly string[] {
  if ('everyParent' in check) return ['has(status.parents)'];
  if (!('field' in check)) return ['has(status.conditions)'];
  const parts = check.field.split('.');
  return parts.map((_, i) => `has(status.${parts.slice(0, i + 1).join('.')})`);
}

function celTest(check: HealthCheck): string {
  if ('condition' in check) return celCondition('status', check.condition);
  if ('notCondition' in check) return `!${celCondition('status', check.notCondition)}`;
  if ('field' in check) {
    const values = valuesOf(check.is).map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
    return values.length === 1 ? `status.${check.field} == ${values[0]}` : `status.${check.field} in [${values.join(', ')}]`;
  }
  const each = check.everyParent.map((type) => celCondition('p', type)).join(' && ');
  // `all` of an empty list is true, so the length is asked for too.
  return `size(status.parents) > 0 && status.parents.all(p, has(p.conditions) && ${each})`;
}

function celCondition(holder: string, type: string): string {
  return `${holder}.conditions.exists(c, c.type == '${type}' && c.status == 'True')`;
}

function valuesOf(is: string | boolean | readonly string[]): readonly (string | boolean)[] {
  return typeof is === 'object' ? is : [is];
}

/** The checks in Lua, as Argo CD runs it. Like Flux, it takes a status of an older generation for "in progress". */
export function healthLua(ready: readonly HealthCheck[], failed: readonly HealthCheck[]): string {
  const degraded = failed.length === 0 ? [] : [`if ${failed.map(luaOf).join(' or ')} then`, '  return { status = "Degraded" }', 'end'];
  return [
    ...luaHelpers([...ready, ...failed]),
    'local status = obj.status',
    'if status == nil then return { status = "Progressing" } end',
    'if status.observedGeneration ~= nil and status.observedGeneration ~= obj.metadata.generation then',
    '  return { status = "Progressing" }',
    'end',
    ...degraded,
    `if ${ready.map(luaOf).join(' and ')} then`,
    '  return { status = "Healthy" }',
    'end',
    'return { status = "Progressing" }',
    '',
  ].join('\n');
}

/** The functions that the checks call, and no others. */
function luaHelpers(checks: readonly HealthCheck[]): readonly string[] {
  if (checks.every((check) => 'field' in check)) return [];
  const isTrue = [
    'local function is_true(holder, type)',
    '  for _, condition in ipairs(holder.conditions or {}) do',
    '    if condition.type == type then return condition.status == "True" end',
    '  end',
    '  return false',
    'end',
  ];
  if (!checks.some((check) => 'everyParent' in check)) return isTrue;
  return [
    ...isTrue,
    'local function every_parent(status, ...)',
    '  for _, parent in ipairs(status.parents or {}) do',
    '    for _, type in ipairs({...}) do',
    '      if not is_true(parent, type) then return false end',
    '    end',
    '  end',
    '  return #(status.parents or {}) > 0',
    'end',
  ];
}

function luaOf(check: HealthCheck): string {
  if ('condition' in check) return `is_true(status, "${check.condition}")`;
  if ('notCondition' in check) return `not is_true(status, "${check.notCondition}")`;
  if ('everyParent' in check) return `every_parent(status, ${check.everyParent.map((type) => `"${type}"`).join(', ')})`;
  const { field, is } = check;
  const parts = field.split('.');
  const guards = parts.slice(0, -1).map((_, i) => `status.${parts.slice(0, i + 1).join('.')} ~= nil`);
  const values = valuesOf(is).map((value) => `status.${field} == ${typeof value === 'string' ? `"${value}"` : value}`);
  return [...guards, values.length === 1 ? values[0] : `(${values.join(' or ')})`].join(' and ');
}

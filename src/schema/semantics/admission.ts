import { DNS_SUBDOMAIN, PATH_SEGMENT } from '../../base/names';
import type { ValuePath } from '../../base/value-path';
import { fieldsAt, listAt, textAt, valueAt } from '../plain-access';
import type { Report, Semantics } from '../schema-finding';
import { isQualifiedName } from '../structure/formats';
import { labelSelectorSemantics } from './label-selector';

/** The names of CEL are those of most languages. */
const CEL_NAME = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

const MOST_ANNOTATIONS = 20;
const MOST_CONDITIONS = 64;

/** What a ValidatingAdmissionPolicy looks at, and with what. Its expressions are not compiled. */
export const admissionPolicySemantics: Semantics = (object, report) => {
  const spec = fieldsAt(object, 'spec');
  const constraints = ['spec', 'matchConstraints'];
  matchSemantics(constraints, valueAt(spec, 'matchConstraints'), report);
  if (listAt(spec, 'matchConstraints', 'resourceRules').length === 0)
    report([...constraints, 'resourceRules'], 'is missing', 'say which resources the policy looks at');
  const conditions = named(['spec', 'matchConditions'], listAt(spec, 'matchConditions'), 'name', report);
  if (conditions.length > MOST_CONDITIONS)
    report(['spec', 'matchConditions'], `has ${conditions.length} items, and at most ${MOST_CONDITIONS} are taken`, 'use fewer');
  for (const [index, name] of conditions.entries())
    if (!isQualifiedName(name))
      report(['spec', 'matchConditions', index, 'name'], `is "${name}", which is no name`, 'write letters, digits, "-", "_" and "."');
  for (const [index, name] of named(['spec', 'variables'], listAt(spec, 'variables'), 'name', report).entries())
    if (!CEL_NAME.test(name))
      report(['spec', 'variables', index, 'name'], `is "${name}", which CEL does not take for a name`, 'write letters, digits and "_"');
  answers(object, report);
};

function answers(object: Readonly<Record<string, unknown>>, report: Report): void {
  const [validations, annotations] = [listAt(object, 'spec', 'validations'), listAt(object, 'spec', 'auditAnnotations')];
  if (validations.length === 0 && annotations.length === 0)
    report(['spec', 'validations'], 'is missing, and so is auditAnnotations', 'say what the policy holds against an object');
  for (const [index, validation] of validations.entries()) {
    const path = ['spec', 'validations', index];
    filled([...path, 'expression'], textAt(validation, 'expression') ?? '', report);
    const message = textAt(validation, 'message');
    if (message) filled([...path, 'message'], message, report);
    if (message?.trim().includes('\n')) report([...path, 'message'], 'has several lines', 'write one');
    const expression = textAt(validation, 'messageExpression');
    if (expression) filled([...path, 'messageExpression'], expression, report);
  }
  const path = ['spec', 'auditAnnotations'];
  if (annotations.length > MOST_ANNOTATIONS)
    report(path, `has ${annotations.length} items, and at most ${MOST_ANNOTATIONS} are taken`, 'use fewer');
  for (const [index, key] of named(path, annotations, 'key', report).entries())
    if (!isQualifiedName(`${textAt(object, 'metadata', 'name')}/${key}`))
      report([...path, index, 'key'], `is "${key}", which is no name`, 'write letters, digits, "-", "_" and "."');
  for (const [index, annotation] of annotations.entries())
    filled([...path, index, 'valueExpression'], textAt(annotation, 'valueExpression') ?? '', report);
}

/** The names of a list, each once, and each with an expression where the items have one. */
function named(path: ValuePath, list: readonly unknown[], field: 'key' | 'name', report: Report): readonly string[] {
  const names = list.map((item) => textAt(item, field) ?? '');
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) report([...path, index, field], `is "${name}", as in another item`, 'give it another name');
    if (field === 'name') filled([...path, index, 'expression'], textAt(list[index], 'expression') ?? '', report);
  }
  return names;
}

function filled(path: ValuePath, text: string, report: Report): void {
  if (text.trim() === '') report(path, 'is empty', 'write it, or remove it');
}

/** Which policy is bound to which objects, and what it does to them. */
export const admissionBindingSemantics: Semantics = (object, report) => {
  const policy = textAt(object, 'spec', 'policyName') ?? '';
  if (policy.length > DNS_SUBDOMAIN.max || !DNS_SUBDOMAIN.pattern.test(policy))
    report(['spec', 'policyName'], policy === '' ? 'is missing' : `is "${policy}", which is no name of a policy`, 'name the policy');
  matchSemantics(['spec', 'matchResources'], valueAt(object, 'spec', 'matchResources'), report);
  const [actions, path] = [listAt(object, 'spec', 'validationActions'), ['spec', 'validationActions']];
  if (actions.length === 0) report(path, 'is missing', 'write Deny, Warn or Audit');
  if (new Set(actions).size < actions.length) report(path, 'has one action twice', 'write each once');
  if (actions.includes('Deny') && actions.includes('Warn'))
    report(path, 'has Deny and Warn, which tell the same twice', 'write one of them');
  const parameters = valueAt(object, 'spec', 'paramRef');
  if (parameters !== undefined) parameterSemantics(['spec', 'paramRef'], parameters, report);
};

function parameterSemantics(path: ValuePath, parameters: unknown, report: Report): void {
  const { name, selector, parameterNotFoundAction } = fieldsAt([parameters], 0);
  if (name && selector) report([...path, 'selector'], 'may not stand beside name', 'remove one of them');
  if (!name && !selector) report([...path, 'name'], 'is missing, and so is selector', 'write one of them');
  if (typeof name === 'string' && name !== '' && !PATH_SEGMENT.pattern.test(name))
    report([...path, 'name'], `is "${name}", which is no name`, 'fix it');
  if (!parameterNotFoundAction) report([...path, 'parameterNotFoundAction'], 'is missing', 'write Allow or Deny');
  labelSelectorSemantics([...path, 'selector'], selector, report);
}

function matchSemantics(path: ValuePath, match: unknown, report: Report): void {
  for (const selector of ['namespaceSelector', 'objectSelector'])
    labelSelectorSemantics([...path, selector], valueAt(match, selector), report);
  for (const rules of ['resourceRules', 'excludeResourceRules'])
    for (const [index, rule] of listAt(match, rules).entries()) ruleSemantics([...path, rules, index], rule, report);
}

function ruleSemantics(path: ValuePath, rule: unknown, report: Report): void {
  for (const field of ['apiGroups', 'apiVersions', 'operations', 'resources']) {
    const values = listAt(rule, field);
    const at = [...path, field];
    if (values.length === 0) report(at, 'is missing', 'write "*" for all');
    // The core group has no name.
    if (field !== 'apiGroups' && values.includes('')) report([...at, values.indexOf('')], 'is empty', 'write "*" for all');
    const alone = field === 'resources' ? '*/*' : '*';
    if (values.length > 1 && values.includes(alone)) report(at, `has "${alone}" beside others`, `write "${alone}" alone`);
  }
  wildcards([...path, 'resources'], listAt(rule, 'resources').map(String), report);
  const names = listAt(rule, 'resourceNames');
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) report([...path, 'resourceNames', index], `is "${name}", as in another item`, 'remove it');
    if (!PATH_SEGMENT.pattern.test(`${name}`)) report([...path, 'resourceNames', index], `is "${name}", which is no name`, 'fix it');
  }
}

/** What a wildcard covers already may not follow it, and beside `*` no resource may stand by itself at the end. */
function wildcards(path: ValuePath, resources: readonly string[], report: Report): void {
  for (const [index, resource] of resources.entries()) {
    const [name, below] = resource.split('/', 2);
    if (below === undefined) continue;
    const before = resources.slice(0, index);
    const wider = [`${name}/*`, `*/${below}`].find((each) => before.includes(each));
    if (wider !== undefined) report([...path, index], `is "${resource}", which "${wider}" covers`, 'remove it');
  }
  const last = resources.filter((resource) => !resource.includes('/')).at(-1);
  if (resources.includes('*') && last !== '*' && last !== undefined)
    report(path, 'has "*" beside resources that it covers', 'write "*" alone');
}

import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { errorFinding, findingText } from '../../src/base/finding';
import { addFindings, validationFindings, warn, warningsOf } from '../../src/kube/construct-findings';

const MOVES = { what: 'image "a:latest" moves', fix: 'pin it' };
const construct = () => new Construct(new Construct(new App(), 'prod'), 'scorer');

test('a warning knows its construct and reads like an error', () => {
  const at = construct();
  warn(at, 'MLService.image', MOVES);
  expect(warningsOf(at)).toEqual([{ code: 'MLService.image', severity: 'warning', where: 'prod/scorer', ...MOVES }]);
  expect(warningsOf(at).map(findingText)).toEqual([findingText(errorFinding('MLService.image', { where: 'prod/scorer', ...MOVES }))]);
});

test('the same warning is kept once, another one beside it', () => {
  const at = construct();
  warn(at, 'MLService.image', MOVES);
  warn(at, 'MLService.image', MOVES);
  warn(at, 'MLService.image', { ...MOVES, what: 'image "b:latest" moves' });
  warn(at, 'MLService.model', MOVES);
  expect(warningsOf(at).map(({ code, what }) => [code, what])).toEqual([
    ['MLService.image', 'image "a:latest" moves'],
    ['MLService.image', 'image "b:latest" moves'],
    ['MLService.model', 'image "a:latest" moves'],
  ]);
});

test('the same warning at another construct is another warning', () => {
  const [left, right] = [construct(), construct()];
  warn(left, 'MLService.image', MOVES);
  expect([warningsOf(left).length, warningsOf(right).length]).toEqual([1, 0]);
});

test('a validation of this library returns text to cdk8s and a finding to the render', () => {
  const at = construct();
  const finding = errorFinding('BatchJob.queue', { where: 'prod/scorer', what: 'the queue has no quota', fix: 'raise it' });
  addFindings(at, () => [finding]);
  expect(at.node.validate()).toEqual([findingText(finding)]);
  expect(validationFindings(at)).toEqual([finding]);
});

test('a validation of another library becomes a finding of its construct', () => {
  const at = construct();
  at.node.addValidation({ validate: () => ['a Pod needs a container'] });
  expect(validationFindings(at)).toEqual([
    expect.objectContaining({ code: 'render.validation', severity: 'error', where: 'prod/scorer', what: 'a Pod needs a container' }),
  ]);
});

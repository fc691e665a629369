import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { configErrorText } from '../../src/base/config-error';
import { warn, warningsOf, warningText } from '../../src/kube/warning';

const MOVES = { what: 'image "a:latest" moves', fix: 'pin it' };
const construct = () => new Construct(new Construct(new App(), 'prod'), 'scorer');

test('a warning knows its construct and reads like an error', () => {
  const at = construct();
  warn(at, 'MLService.image', MOVES);
  expect(warningsOf(at)).toEqual([{ code: 'MLService.image', where: 'prod/scorer', ...MOVES }]);
  expect(warningsOf(at).map(warningText)).toEqual([configErrorText('MLService.image', { where: 'prod/scorer', ...MOVES })]);
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

import { Chart, Testing } from 'cdk8s';
import { constructAt } from '../../src/app/construct-at';

const app = Testing.app();
const chart = new Chart(app, 'a: b');
const inner = new Chart(chart, 'c');

test('a path leads to its construct', () => {
  expect(constructAt(app, 'a: b/c')).toBe(inner);
  expect(constructAt(app, 'a/c')).toBeUndefined();
});

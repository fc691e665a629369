import { Chart, Testing } from 'cdk8s';
import { constructAt, constructOfFinding } from '../../src/app/construct-at';

const app = Testing.app();
const chart = new Chart(app, 'a: b');
const inner = new Chart(chart, 'c');

test('a path leads to its construct', () => {
  expect(constructAt(app, 'a: b/c')).toBe(inner);
  expect(constructAt(app, 'a/c')).toBeUndefined();
});

test('a finding begins with the path of its construct, the id of which may hold a colon', () => {
  expect(constructOfFinding([app], 'a: b: is wrong')).toBe(chart);
  expect(constructOfFinding([app], 'releases/prod.yaml:3: is wrong')).toBeUndefined();
});

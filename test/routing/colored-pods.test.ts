import { resolveColoredPods } from '../../src/routing/routers/colored-pods';

const good = { selector: { app: 'scorer' }, port: 'http' };

test('the label of the color is called color when nobody names it', () => {
  expect(resolveColoredPods('here', good)).toEqual({ ...good, colorLabel: 'color' });
});

test.each<[string, object | undefined, string]>([
  ['no pods', undefined, 'selects nothing'],
  ['an empty selector', { ...good, selector: {} }, 'selects nothing'],
  ['a selector that has the color', { ...good, selector: { color: 'blue' } }, 'cannot select both colors'],
  ['a label value that is none', { ...good, selector: { app: 'a b' } }, 'label app'],
  ['a label with a prefix', { ...good, colorLabel: 'app.kubernetes.io/version' }, 'pods.colorLabel'],
  ['no port', { selector: good.selector }, 'pods.port'],
  ['port 0', { ...good, port: 0 }, 'pods.port'],
  ['a port of capitals', { ...good, port: 'HTTP' }, 'pods.port'],
  ['a port of digits as text', { ...good, port: '8080' }, 'pods.port'],
])('%s is refused', (_, pods, what) => {
  expect(() => resolveColoredPods('here', pods as never)).toThrow(what);
  expect(() => resolveColoredPods('here', pods as never)).toThrow('[BlueGreenRoute.via]');
});

import fc from 'fast-check';
import { ConfigMap, type ConfigMapProps } from '../../src/platform/storage/config-map';
import { codeOf } from '../support/code-of';
import { renderedManifests, renderedYaml } from '../support/rendered';

const manifest = (props: Partial<ConfigMapProps>) =>
  renderedManifests((chart) => void new ConfigMap(chart, 'settings', { data: {}, ...props }))[0];

describe('a ConfigMap', () => {
  test('renders under a name that is made of its content', () => {
    const data = { 'settings.yaml': 'epochs: 3\nseed: 7\n', LEVEL: 'info' };
    expect(renderedYaml((chart) => void new ConfigMap(chart, 'settings', { data }))).toMatchSnapshot();
  });

  test('keeps its name when asked to, and can be changed then', () => {
    const changeable = manifest({ data: { a: '1' }, inPlace: true });
    expect([changeable?.metadata.name, changeable?.immutable]).toEqual(['settings', undefined]);
  });

  test.each<[string, string, object]>([
    ['no data', 'ConfigMap.data', { data: undefined }],
    ['a key that is no file name', 'ConfigMap.data', { data: { 'a/b': '' } }],
    ['the key of a directory', 'ConfigMap.data', { data: { '..': '' } }],
    ['a number', 'ConfigMap.data', { data: { a: 1 } }],
    ['more than a mebibyte', 'ConfigMap.data', { data: { a: 'ä'.repeat(524_288) } }],
    ['a name with a capital', 'ConfigMap.name', { name: 'Settings' }],
  ])('refuses %s', (_, code, props) => {
    expect(codeOf(() => manifest(props))).toBe(code);
  });
});

const data = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.string({ maxLength: 5 }), { maxKeys: 4 });

describe('of every ConfigMap it holds that', () => {
  test('two have one name exactly when they have one content, in whatever order', () => {
    fc.assert(
      fc.property(data, data, (left, right) => {
        const same = JSON.stringify(Object.entries(left).sort()) === JSON.stringify(Object.entries(right).sort());
        expect(manifest({ data: left })?.metadata.name === manifest({ data: right })?.metadata.name).toBe(same);
        const turned = Object.fromEntries(Object.entries(left).reverse());
        expect(manifest({ data: turned })?.metadata.name).toBe(manifest({ data: left })?.metadata.name);
      }),
      { numRuns: 50 },
    );
  });
});

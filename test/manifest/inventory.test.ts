import * as fc from 'fast-check';
import { ConfigError } from '../../src/base/config-error';
import { inventoryRoot, inventoryText, nameFault, parseInventory } from '../../src/manifest/inventory';

const header = '# The files of this directory that cdk8s-mlops owns: it rewrites them, and deletes those that leave the app.\n';

test('an inventory lists its names sorted, below a comment and the way to the output directory', () => {
  expect(inventoryText('prod/scoring', ['scorer.yaml', 'a.yaml', 'Z.yaml'])).toMatchInlineSnapshot(`
"# The files of this directory that cdk8s-mlops owns: it rewrites them, and deletes those that leave the app.
root: ../..
Z.yaml
a.yaml
scorer.yaml
"
`);
});

test('the way back from the output directory itself is a dot', () => {
  expect(inventoryRoot('')).toBe('.');
  expect(inventoryRoot('a')).toBe('..');
  expect(inventoryRoot('a/b/c')).toBe('../../..');
});

test('names in any order, repeated, with blank lines or Windows line ends are read', () => {
  const text = `${header}root: ..\nb.yaml\na.yaml\n\nb.yaml\n`.replaceAll('\n', '\r\n');
  expect(parseInventory('f', text)).toEqual({ root: '..', names: ['b.yaml', 'a.yaml', 'b.yaml'] });
});

test('what is written is what is read', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => nameFault(text) === undefined);
  fc.assert(
    fc.property(fc.uniqueArray(name), (names) => {
      expect(parseInventory('f', inventoryText('a/b', names))).toEqual({ root: '../..', names: [...names].sort() });
    }),
  );
});

test.each([
  ['an empty file', '', 'prod/inv:1: "" is not the comment line'],
  ['no comment', 'root: .\na.yaml\n', 'prod/inv:1: '],
  ['no root', `${header}a.yaml\n`, 'prod/inv:2: "a.yaml" is not "root:"'],
  ['a root elsewhere', `${header}root: /etc\n`, 'prod/inv:2: '],
  ['a root that leads back down', `${header}root: ../x\n`, 'prod/inv:2: '],
  ['our side of a conflict', `${header}root: ..\n<<<<<<< HEAD\na.yaml\n=======\nb.yaml\n>>>>>>> other\n`, 'prod/inv:3: "<<<<<<< HEAD"'],
  ['what is left of a conflict', `${header}root: ..\na.yaml\n>>>>>>> other\n`, 'prod/inv:4: ">>>>>>> other" is a merge-conflict marker'],
  ['a conflict at the top', `<<<<<<< HEAD\n${header}root: ..\n`, 'prod/inv:1: "<<<<<<< HEAD" is a merge-conflict marker'],
  ['a path', `${header}root: ..\na.yaml\nb/c.yaml\n`, 'prod/inv:4: the name "b/c.yaml" has a path separator'],
  ['a Windows path', `${header}root: ..\nb\\c.yaml\n`, 'prod/inv:3: '],
  ['an absolute path', `${header}root: ..\n/etc/passwd\n`, 'prod/inv:3: '],
  ['the parent', `${header}root: ..\n..\n`, 'prod/inv:3: the name ".." leads out of its directory'],
  ['a control character', `${header}root: ..\na\0b\n`, 'prod/inv:3: '],
  ['the inventory itself', `${header}root: ..\n.cdk8s-mlops.inventory\n`, 'prod/inv:3: '],
])('an inventory with %s is refused by file and line', (_, text, message) => {
  expect(() => parseInventory('prod/inv', text)).toThrow(ConfigError);
  expect(() => parseInventory('prod/inv', text)).toThrow(message);
  expect(() => parseInventory('prod/inv', text)).toThrow('[inventory.broken]');
});

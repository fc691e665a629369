import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type JournalStep, journalText, parseJournal, readJournal, writeJournal } from '../../src/store/journal';
import { stagingOf } from '../../src/store/staging';
import { removeTemporaryDirectories, temporaryDirectory } from './on-disk';

afterEach(removeTemporaryDirectories);

const steps: JournalStep[] = [
  { do: 'delete', path: 'a/with space.yaml' },
  { do: 'move', from: '17', path: 'a/b' },
  { do: 'move', from: '18', path: '.cdk8s-mlops.inventory' },
  { do: 'delete', path: 'a/.cdk8s-mlops.inventory' },
  { do: 'remove-directory', path: 'a' },
];

test('a journal is a list that a person can read', () => {
  expect(journalText(steps)).toMatchInlineSnapshot(`
"# A write of cdk8s-mlops that is under way: the next run finishes it.
delete a/with space.yaml
move 17 a/b
move 18 .cdk8s-mlops.inventory
delete a/.cdk8s-mlops.inventory
remove-directory a
end
"
`);
});

test('what is written is what is read', () => {
  const root = temporaryDirectory();
  expect(readJournal(root)).toBeUndefined();
  mkdirSync(stagingOf(root).directory);
  writeJournal(root, steps);
  expect(readJournal(root)).toEqual(steps);
});

test('a journal that is cut anywhere counts as none', () => {
  const text = journalText(steps);
  for (let length = 0; length < text.length; length++) expect(parseJournal(text.slice(0, length))).toBeUndefined();
});

test.each([
  'delete ../x',
  'delete /etc/passwd',
  'move 1 a/../../x',
  'move ../1 a',
  'remove-directory ..',
  'delete .git/config',
  'delete .cdk8s-mlops.staging/lock',
  'delete ',
  'copy a',
])('a journal with the line %j counts as none', (line) => {
  expect(parseJournal(journalText(steps).replace('end\n', `${line}\nend\n`))).toBeUndefined();
});

test('a draft that was not renamed counts as none', () => {
  const root = temporaryDirectory();
  const { directory, draft, journal } = stagingOf(root);
  mkdirSync(directory);
  writeFileSync(draft, journalText(steps));
  expect(readJournal(root)).toBeUndefined();
  writeJournal(root, []);
  expect(readFileSync(journal, 'utf8')).toBe(journalText([]));
});

import { Release } from '../../src/environment/release';
import { editedReleaseText, withReleaseTexts } from '../../src/environment/release-texts';

test('a release file is read as the text given, until the run is done', async () => {
  const path = 'releases/nowhere.yaml';
  const live = await withReleaseTexts(
    new Map([[path, 'routes: {scoring: {live: green}}']]),
    async () => new Release(path).route('scoring').live,
  );
  expect(live).toBe('green');
  expect(editedReleaseText(path)).toBeUndefined();
});

test('a run that fails leaves nothing behind', async () => {
  const failing = withReleaseTexts(new Map([['a.yaml', '']]), () => Promise.reject(new Error('too late')));
  await expect(failing).rejects.toThrow('too late');
  expect(editedReleaseText('a.yaml')).toBeUndefined();
});

import { hasChanges } from '../../src/store/change';

const plan = { outdir: '/dist', newDirectories: [] };
const kept = { path: 'a', change: 'unchanged', inventory: false } as const;

test('a plan has changes when any file is not unchanged, an inventory too', () => {
  expect(hasChanges({ ...plan, changes: [] })).toBe(false);
  expect(hasChanges({ ...plan, changes: [kept] })).toBe(false);
  expect(hasChanges({ ...plan, changes: [kept, { path: 'b', change: 'created', inventory: true, after: '' }] })).toBe(true);
});

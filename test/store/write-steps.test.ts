import { writeSteps } from '../../src/store/write-steps';

const inventory = { path: 'a/.cdk8s-mlops.inventory', inventory: true };

test('a new directory is built aside with all below it, and moved by one rename', () => {
  const created = (path: string) => ({ path, change: 'created', inventory: false, after: path }) as const;
  const changes = ['p/a/b/x.yaml', 'p/a/y.yaml', 'q/c/z.yaml', 'top.yaml'].map(created);
  expect(writeSteps({ outdir: '/dist', newDirectories: ['p', 'q/c'], changes })).toEqual([
    { do: 'stage-directory', to: '0' },
    { do: 'stage-directory', to: '0/a' },
    { do: 'stage-directory', to: '0/a/b' },
    { do: 'stage', to: '0/a/b/x.yaml', text: 'p/a/b/x.yaml' },
    { do: 'stage', to: '0/a/y.yaml', text: 'p/a/y.yaml' },
    { do: 'stage-directory', to: '1' },
    { do: 'stage', to: '1/z.yaml', text: 'q/c/z.yaml' },
    { do: 'stage', to: '2', text: 'top.yaml' },
    {
      do: 'commit',
      journal: [
        { do: 'move', from: '0', path: 'p' },
        { do: 'move', from: '1', path: 'q/c' },
        { do: 'move', from: '2', path: 'top.yaml' },
      ],
    },
    { do: 'move', from: '0', path: 'p' },
    { do: 'move', from: '1', path: 'q/c' },
    { do: 'move', from: '2', path: 'top.yaml' },
    { do: 'close' },
  ]);
});

test('deletions come first, then moves, then inventories, then directories from the deepest up', () => {
  const steps = writeSteps({
    outdir: '/dist',
    newDirectories: [],
    changes: [
      { ...inventory, change: 'configured', before: '', after: 'i' },
      { path: 'a/x.yaml', inventory: false, change: 'configured', before: '', after: 'x' },
      { path: 'a/y.yaml', inventory: false, change: 'deleted', before: '' },
      { path: 'a/z.yaml', inventory: false, change: 'unchanged' },
      { path: 'b/c/.cdk8s-mlops.inventory', inventory: true, change: 'deleted', before: '' },
      { path: 'b/c/w.yaml', inventory: false, change: 'deleted', before: '' },
    ],
  });
  expect(steps.slice(steps.findIndex((step) => step.do === 'commit') + 1)).toEqual([
    { do: 'delete', path: 'a/y.yaml' },
    { do: 'delete', path: 'b/c/w.yaml' },
    { do: 'move', from: '1', path: 'a/x.yaml' },
    { do: 'move', from: '0', path: 'a/.cdk8s-mlops.inventory' },
    { do: 'delete', path: 'b/c/.cdk8s-mlops.inventory' },
    { do: 'remove-directory', path: 'b/c' },
    { do: 'remove-directory', path: 'b' },
    { do: 'close' },
  ]);
});

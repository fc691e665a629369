import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { Environment, type EnvironmentProps } from '../../src/environment/environment';
import { checkPinned } from '../../src/environment/pinned-image';
import { warningsOf } from '../../src/kube/construct-findings';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const UNPINNED = ['scorer', 'scorer:latest', 'scorer:1.4'];
const inside = (props?: EnvironmentProps) => new Construct(new Environment(new App(), 'prod', props), 'scorer');

test.each(UNPINNED)('an environment refuses %s, which may mean something else tomorrow', (image) => {
  const construct = inside();
  expect(() => checkPinned('X.image', construct, image)).toThrow(
    expect.objectContaining({ code: 'X.image', where: 'prod/scorer', fix: `pin it, for example "${image}@sha256:<digest>"` }),
  );
  expect(warningsOf(construct)).toEqual([]);
});

test.each(UNPINNED)('an environment that recommends pins, and a chart outside of environments, warn of %s', (image) => {
  for (const construct of [inside({ pins: 'recommended' }), new Construct(new App(), 'scorer')]) {
    checkPinned('X.image', construct, image);
    expect(warningsOf(construct)).toEqual([
      {
        code: 'X.image',
        severity: 'warning',
        where: construct.node.path,
        what: expect.stringContaining(`image "${image}" has`),
        fix: expect.stringContaining('pin it'),
      },
    ]);
  }
});

test.each([`scorer@${DIGEST}`, `ghcr.io/acme/scorer:latest@${DIGEST}`])('%s is pinned', (image) => {
  const construct = inside();
  checkPinned('X.image', construct, image);
  expect(warningsOf(construct)).toEqual([]);
});

test('what is no image is refused wherever pins are only recommended', () => {
  expect(() => checkPinned('X.image', inside({ pins: 'recommended' }), 'Scorer:1')).toThrow(expect.objectContaining({ code: 'X.image' }));
});

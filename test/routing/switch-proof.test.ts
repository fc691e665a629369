import { assertSwitchReady } from '../../src/routing/proof/switch-guard';
import { Inactive } from '../../src/routing/route/inactive';
import { Preview } from '../../src/routing/route/route-preview';
import { Traffic } from '../../src/routing/route/traffic';
import { Via } from '../../src/routing/routers/via';
import { proofBetween, stateWith } from './proof-of-switch';

const split = { traffic: Traffic.split({ blue: 90, green: 10 }) };

test('a switch touches one object, and of it two weights', () => {
  const { objects } = proofBetween(stateWith('blue'), stateWith('green'));
  expect(objects).toHaveLength(1);
  expect(objects[0]).toMatchObject({ object: 'HTTPRoute.gateway.networking.k8s.io team-a/scoring', change: 'configured' });
  expect(objects[0]?.fields).toEqual([
    { path: '/spec/rules/2/backendRefs/0/weight', before: 100, after: 0 },
    { path: '/spec/rules/2/backendRefs/1/weight', before: 0, after: 100 },
  ]);
});

test('says who goes where before and after, with a mark and without, and the devices of both colors', () => {
  const [route] = proofBetween(stateWith('blue', split), stateWith('green')).routes;
  expect(route?.before).toEqual({ live: 'blue', weights: { blue: 90, green: 10 } });
  expect(route?.requests.map(({ title, before, after }) => [title, before, after])).toEqual([
    ['without a mark', { 'team-a/scorer-blue:80': 90, 'team-a/scorer-green:80': 10 }, { 'team-a/scorer-green:80': 100 }],
    ['with header x-color: blue', { 'team-a/scorer-blue:80': 100 }, { 'team-a/scorer-blue:80': 100 }],
    ['with header x-color: green', { 'team-a/scorer-green:80': 100 }, { 'team-a/scorer-green:80': 100 }],
  ]);
  expect(route?.devices).toEqual({ 'nvidia.com/gpu': { blue: 2, green: 2, sum: 4 } });
});

test('devices are those of the greater state, and are left out where a color is made elsewhere', () => {
  const [route] = proofBetween(stateWith('blue', { inactive: Inactive.off() }), stateWith('blue')).routes;
  expect(route?.devices).toEqual({ 'nvidia.com/gpu': { blue: 2, green: 2, sum: 4 } });
  const elsewhere = { green: { name: 'other', port: 80 } };
  expect(proofBetween(stateWith('blue', elsewhere), stateWith('green', elsewhere)).routes[0]?.devices).toBeUndefined();
});

test('says who gets copies, where somebody does', () => {
  const via = Via.istio({ gateways: ['public'] });
  const shadow = { via, preview: Preview.none(), traffic: Traffic.shadow({ to: 'green', percent: 20 }) };
  const [route] = proofBetween(stateWith('blue', shadow), stateWith('blue', { via, preview: Preview.none() })).routes;
  expect(route?.requests.map(({ copies }) => copies)).toEqual([{ before: { 'team-a/scorer-green:80': 20 }, after: {} }]);
});

describe('an edit is refused when', () => {
  const rules = { where: 'prod/scoring', pins: 'required' } as const;
  const unpinned = (live: 'blue' | 'green'): ReturnType<typeof stateWith> => {
    const state = stateWith(live);
    const manifests = JSON.parse(JSON.stringify(state.manifests).replaceAll(/scorer:1\.4@sha256:5+/g, 'scorer:1.4'));
    return { ...state, manifests };
  };

  test('the color is off, or too small for all', () => {
    const from =
      (inactive: object): (() => void) =>
      () =>
        assertSwitchReady(stateWith('blue', { inactive }), stateWith('green'), rules);
    expect(from(Inactive.off())).toThrow('prod/scoring: green is off');
    expect(from(Inactive.scaledTo(1))).toThrow('prod/scoring: green is scaled to 1, too few pods for all users');
    expect(from(Inactive.warm())).not.toThrow();
  });

  test('it has no digest, where the environment asks for one', () => {
    const edit = (pins: 'required' | 'recommended') => (): void =>
      assertSwitchReady(unpinned('blue'), unpinned('green'), { ...rules, pins });
    expect(edit('required')).toThrow('[switch.pin]');
    expect(edit('recommended')).not.toThrow();
  });

  test('but not for the color that gets less', () => {
    expect(() => assertSwitchReady(stateWith('blue', split), stateWith('blue', { inactive: Inactive.off() }), rules)).not.toThrow();
  });

  test('a small color may have a share', () => {
    const small = { inactive: Inactive.scaledTo(1) };
    expect(() => assertSwitchReady(stateWith('blue', small), stateWith('blue', { ...small, ...split }), rules)).not.toThrow();
  });
});

import fc from 'fast-check';
import { type LiveInCode, type LiveInRelease, liveTraffic } from '../../src/routing/route/live-traffic';
import { Traffic } from '../../src/routing/route/traffic';

const split = (weights: unknown): LiveInCode => ({ live: 'blue', traffic: Traffic.split(weights as never) });

test('without a split the live color gets everything', () => {
  expect(liveTraffic('here', { live: 'green' })).toEqual({ live: 'green', weights: { blue: 0, green: 100 }, inactive: { kind: 'warm' } });
  expect(liveTraffic('here', { live: 'blue', traffic: Traffic.all() })).toEqual({
    live: 'blue',
    weights: { blue: 100, green: 0 },
    inactive: { kind: 'warm' },
  });
  expect(liveTraffic('here', { release: { live: 'green' } })).toEqual({
    live: 'green',
    weights: { blue: 0, green: 100 },
    inactive: { kind: 'warm' },
  });
});

test.each<[string, LiveInCode | LiveInRelease, string, string]>([
  ['an unknown color', { live: 'red' }, 'BlueGreenRoute.live', 'live is "red"'],
  ['an unknown color in the release file', { release: { live: 'Blue' } }, 'BlueGreenRoute.live', 'live is "Blue"'],
  ['half a split in the release file', { release: { live: 'blue', weights: { blue: 100 } } }, 'BlueGreenRoute.release', 'leave out green'],
  ['parts of a percent', split({ blue: 99.5, green: 0.5 }), 'BlueGreenRoute.traffic', 'not a whole number'],
  ['negative weights', split({ blue: 110, green: -10 }), 'BlueGreenRoute.traffic', 'not a whole number'],
  ['too much', split({ blue: 90, green: 20 }), 'BlueGreenRoute.traffic', '90 + 20 = 110'],
  ['a live color without a share', split({ blue: 0, green: 100 }), 'BlueGreenRoute.traffic', 'blue is live and gets 0 %'],
  ['an empty release entry', { release: null as never }, 'BlueGreenRoute.release', 'release is null'],
  ['both forms', { release: { live: 'blue' }, traffic: Traffic.all() } as never, 'BlueGreenRoute.release', 'traffic stands beside release'],
])('%s is refused', (_, props, code, text) => {
  const refusal = expect(() => liveTraffic('here', props));
  refusal.toThrow(`[${code}]`);
  refusal.toThrow(text);
});

test('I1: whatever is accepted has two whole shares that make 100, and the live color has one', () => {
  const share = fc.oneof(fc.integer({ min: -5, max: 105 }), fc.constantFrom(undefined, Number.NaN, 0.5, '50'));
  fc.assert(
    fc.property(fc.constantFrom('blue', 'green', 'red'), share, share, (live, blue, green) => {
      let accepted: ReturnType<typeof liveTraffic>;
      try {
        accepted = liveTraffic('here', { live, traffic: Traffic.split({ blue, green } as never) });
      } catch (error) {
        expect(error).toHaveProperty('name', expect.stringMatching(/^(?:ConfigError|FindingsError)$/));
        return;
      }
      expect(Number.isInteger(accepted.weights.blue) && Number.isInteger(accepted.weights.green)).toBe(true);
      expect(accepted.weights.blue + accepted.weights.green).toBe(100);
      expect(accepted.weights[accepted.live]).toBeGreaterThan(0);
    }),
  );
});

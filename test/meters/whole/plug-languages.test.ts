import { describe, expect, test } from 'vitest';
import type { PlugLanguage, PlugRoute } from '../../../src/meters/whole/plug-reading.ts';
import { SHELLY_GEN1, SHELLY_GEN1_METER } from '../../../src/meters/whole/shelly-gen1.ts';
import { SHELLY_GEN2, SHELLY_GEN2_PARTS } from '../../../src/meters/whole/shelly-gen2.ts';
import { TASMOTA } from '../../../src/meters/whole/tasmota.ts';

function routeOf(language: PlugLanguage, answer: unknown, channel = 0): PlugRoute {
  const route = language.routeFrom(answer, channel);
  if (route === undefined || !('path' in route)) throw new Error(`no route: ${JSON.stringify(route)}`);
  return route;
}

const SWITCH = {
  id: 0,
  source: 'init',
  output: true,
  apower: 123.4,
  voltage: 231.2,
  current: 0.61,
  aenergy: { total: 6532.123, by_minute: [2056.1, 2055.3, 2051.2], minute_ts: 1_790_000_040 },
  temperature: { tC: 33.1, tF: 91.6 },
};

describe('Shelly of the second generation', () => {
  test('a switch: watts, and watt-hours with three places', () => {
    const route = routeOf(SHELLY_GEN2, { ble: {}, 'switch:0': SWITCH, sys: { mac: 'A8032ABC' } });
    expect(route).toMatchObject({ method: 'plug:shelly', path: '/rpc/Switch.GetStatus?id=0' });
    expect(route.read(SWITCH)).toEqual({ watts: 123.4, steps: 6532.123 * 36_000 });
  });

  test('a PM Mini and the second socket of a strip', () => {
    expect(routeOf(SHELLY_GEN2, { 'pm1:0': SWITCH, sys: {} }).path).toBe('/rpc/PM1.GetStatus?id=0');
    const strip = { 'switch:0': SWITCH, 'switch:1': SWITCH, sys: {} };
    expect(routeOf(SHELLY_GEN2, strip, 1).path).toBe('/rpc/Switch.GetStatus?id=1');
  });

  test('clamps: one of them, or three phases together', () => {
    const single = {
      'em1:0': { act_power: 501.8 },
      'em1data:0': { total_act_energy: 100.5 },
      sys: {},
    };
    const route = routeOf(SHELLY_GEN2, single);
    expect(route).toMatchObject({ method: 'plug:shelly-em', path: '/rpc/Shelly.GetStatus' });
    expect(route.read(single)).toEqual({ watts: 501.8, steps: 100.5 * 36_000 });
    const three = { 'em:0': { total_act_power: 900 }, 'emdata:0': { total_act: 2 }, sys: {} };
    expect(routeOf(SHELLY_GEN2, three).read(three)).toEqual({ watts: 900, steps: 72_000 });
  });

  test('a relay without a meter says so, and another device is not taken for one', () => {
    expect(SHELLY_GEN2.routeFrom({ 'switch:0': { id: 0, output: true }, sys: {} }, 0)).toMatchObject({
      why: 'the Shelly has no power meter at channel 0',
    });
    for (const other of [null, [], 'x', 7, {}, { StatusSNS: {} }])
      expect(SHELLY_GEN2.routeFrom(other, 0)).toBeUndefined();
  });

  test.each([
    [{ ...SWITCH, apower: null }, /gives no power/],
    [{ ...SWITCH, apower: '12' }, /gives no power/],
    [{ ...SWITCH, apower: -20 }, /negative power/],
    [null, /gives no power/],
    [[], /gives no power/],
  ])('%j is no reading', (answer, why) => {
    const route = routeOf(SHELLY_GEN2, { 'switch:0': SWITCH, sys: {} });
    const reading = route.read(answer);
    expect('why' in reading ? reading.why : '').toMatch(why);
  });

  test('a total that is missing leaves the power', () => {
    const route = routeOf(SHELLY_GEN2, { 'switch:0': SWITCH, sys: {} });
    expect(route.read({ apower: 5 })).toEqual({ watts: 5, steps: Number.NaN });
  });
});

describe('Shelly of the first generation', () => {
  const meter = {
    power: 2.21,
    is_valid: true,
    timestamp: 1_680_779_310,
    counters: [2.115, 2.114, 2.142],
    total: 439_237,
  };
  const status = { wifi_sta: {}, relays: [{ ison: true }], meters: [meter], uptime: 18_961_214 };

  test('a socket counts watt-minutes', () => {
    const route = routeOf(SHELLY_GEN1, status);
    expect(route).toMatchObject({ method: 'plug:shelly', path: '/meter/0' });
    expect(route.read(meter)).toEqual({ watts: 2.21, steps: 439_237 * 600 });
  });

  test('a clamp counts watt-hours', () => {
    const clamp = { power: 10.66, pf: 1, is_valid: true, total: 5.3, total_returned: 0 };
    const route = routeOf(SHELLY_GEN1, { wifi_sta: {}, relays: [], emeters: [clamp, clamp] }, 1);
    expect(route).toMatchObject({ method: 'plug:shelly-em', path: '/emeter/1' });
    expect(route.read(clamp)).toEqual({ watts: 10.66, steps: 5.3 * 36_000 });
  });

  test('what it says is not valid is no reading; a socket that is not there has no meter', () => {
    expect(routeOf(SHELLY_GEN1, status).read({ ...meter, is_valid: false })).toMatchObject({
      why: 'the plug says that its reading is not valid',
    });
    expect(SHELLY_GEN1.routeFrom(status, 3)).toMatchObject({
      why: 'the Shelly has no power meter at channel 3',
    });
    expect(SHELLY_GEN1.routeFrom({}, 0)).toBeUndefined();
  });
});

describe('Tasmota', () => {
  const [eight] = TASMOTA;
  if (eight === undefined) throw new Error('no language');
  const answer = {
    StatusSNS: {
      Time: '2020-06-29T22:22:24',
      ENERGY: {
        TotalStartTime: '2020-06-24T09:25:29',
        Total: 41.573,
        Yesterday: 6.147,
        Power: 202,
        Factor: 0.98,
      },
    },
  };

  test('tells watts and kilowatt-hours', () => {
    const route = routeOf(eight, answer);
    expect(route).toMatchObject({ method: 'plug:tasmota', path: '/cm?cmnd=Status%208' });
    expect(route.read(answer)).toEqual({ watts: 202, steps: Math.round(41.573 * 36e6) });
  });

  test('a device with two sockets gives lists', () => {
    const two = { StatusSNS: { ENERGY: { Total: [2.813, 0.254], Power: [52, 5] } } };
    expect(routeOf(eight, two, 1).read(two)).toEqual({ watts: 5, steps: Math.round(0.254 * 36e6) });
    expect(routeOf(eight, answer, 1).read(answer)).toMatchObject({ why: 'the plug gives no power' });
  });

  test('older versions answer under another name, and refuse with a warning', () => {
    const old = { StatusPWR: { Total: 0.52, Power: 27 } };
    expect(routeOf(eight, old).read(old)).toMatchObject({ watts: 27 });
    expect(eight.routeFrom({ WARNING: 'Need user=<username>&password=<password>' }, 0)).toMatchObject({
      why: 'the plug asks for a password, or for another one',
    });
  });

  test('one without a meter is asked in the other way before it is given up', () => {
    expect(TASMOTA.map(({ ask }) => ask(0))).toEqual(['/cm?cmnd=Status%208', '/cm?cmnd=Status%2010']);
    for (const language of TASMOTA)
      expect(language.routeFrom({ StatusSNS: { Time: 'x' } }, 0)).toBeUndefined();
  });
});

describe('a device that keeps its large answer from us', () => {
  test('of the second generation is asked for its switch or its meter alone', () => {
    expect(SHELLY_GEN2_PARTS.map(({ ask }) => ask(1))).toEqual([
      '/rpc/Switch.GetStatus?id=1',
      '/rpc/PM1.GetStatus?id=1',
    ]);
    const route = SHELLY_GEN2_PARTS[1]?.routeFrom({ id: 0, apower: 12.5, aenergy: { total: 3 } }, 0);
    expect(route).toMatchObject({ method: 'plug:shelly', path: '/rpc/PM1.GetStatus?id=0' });
    expect(SHELLY_GEN2_PARTS[0]?.routeFrom({ id: 0, output: true }, 0)).toBeUndefined();
  });

  test('of the first generation is asked for its meter alone', () => {
    expect(SHELLY_GEN1_METER.ask(0)).toBe('/meter/0');
    const route = SHELLY_GEN1_METER.routeFrom({ power: 61.3, is_valid: true, total: 60 }, 0);
    if (route === undefined || !('read' in route)) throw new Error('no route');
    expect(route.read({ power: 61.3, is_valid: true, total: 60 })).toEqual({ watts: 61.3, steps: 36_000 });
    expect(SHELLY_GEN1_METER.routeFrom({ name: 'something else' }, 0)).toBeUndefined();
  });
});

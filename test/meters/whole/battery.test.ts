import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Host } from '../../../src/host/host.ts';
import type { EnergySource } from '../../../src/meters/source.ts';
import { findBattery } from '../../../src/meters/whole/battery.io.ts';
import { batteryState } from '../../../src/meters/whole/battery-state.ts';
import { fakeMachine } from '../../hardware/fake-machine.ts';

const AT = 'sys/class/power_supply';
const LAPTOP = {
  [`${AT}/AC/type`]: 'Mains\n',
  [`${AT}/AC/online`]: '0\n',
  [`${AT}/BAT0/type`]: 'Battery\n',
  [`${AT}/BAT0/present`]: '1\n',
  [`${AT}/BAT0/status`]: 'Discharging\n',
  [`${AT}/BAT0/power_now`]: '12000000\n',
  [`${AT}/BAT0/energy_now`]: '40000000\n',
  [`${AT}/BAT0/voltage_now`]: '11800000\n',
  [`${AT}/hidpp_battery_0/type`]: 'Battery\n',
  [`${AT}/hidpp_battery_0/scope`]: 'Device\n',
  [`${AT}/hidpp_battery_0/status`]: 'Discharging\n',
};

function write(host: Host, name: string, text: string): void {
  writeFileSync(join(host.roots.sys, 'class/power_supply', name), `${text}\n`);
}

function sourceOf(host: Host): EnergySource {
  const [source] = findBattery(host, 'h1').sources;
  if (source === undefined) throw new Error('no battery found');
  return source;
}

function taken(source: EnergySource, nowS: number): number[] {
  const [low, high] = [new Float64Array(1), new Float64Array(1)];
  source.take(nowS, low, high, 0);
  return [low[0] ?? Number.NaN, high[0] ?? Number.NaN];
}

describe('a battery that is discharging', () => {
  test('measures all of the machine behind its supply', () => {
    const host = fakeMachine(LAPTOP);
    expect(findBattery(host, 'h1').findings).toMatchObject([
      { state: 'found', what: 'battery BAT0, 12.0 W' },
    ]);
    const source = sourceOf(host);
    expect(source.channels).toMatchObject([{ target: 'dc', method: 'battery', label: 'BAT0' }]);
    source.start(10);
    write(host, 'BAT0/power_now', '14000000');
    expect(taken(source, 12)).toEqual([26, 26]);
    source.close();
  });

  test('fails while the charger is plugged in, and counts again afterwards, with bounds over the hole', () => {
    const host = fakeMachine(LAPTOP);
    const source = sourceOf(host);
    source.start(0);
    taken(source, 10);
    write(host, 'AC/online', '1');
    write(host, 'BAT0/status', 'Charging');
    expect(taken(source, 11)).toEqual([12, 12]);
    expect(source.troubles()).toMatchObject([{ state: 'failed', why: 'the charger is plugged in' }]);
    expect(taken(source, 21)).toEqual([0, 2500]);
    write(host, 'AC/online', '0');
    write(host, 'BAT0/status', 'Discharging');
    expect(taken(source, 22)).toEqual([0, 250]);
    expect(source.troubles()).toMatchObject([{ state: 'back' }]);
    expect(taken(source, 23)).toEqual([12, 12]);
    source.close();
  });

  /** Plays 100 minutes of 12 W shown, of which the gauge counts something else in steps of 10 mWh. */
  function played(countedW: number): { readonly low: number; readonly high: number } {
    const host = fakeMachine(LAPTOP);
    const source = sourceOf(host);
    source.start(0);
    let [low, high] = [0, 0];
    for (let t = 10; t <= 6000; t += 10) {
      const usedMicroWh = (countedW * t) / 3600e-6;
      write(host, 'BAT0/energy_now', String(Math.round((40_000_000 - usedMicroWh) / 10_000) * 10_000));
      const [lowJ = 0, highJ = 0] = taken(source, t);
      low += lowJ;
      high += highJ;
    }
    source.close();
    return { low: low / 6000, high: high / 6000 };
  }

  test('follows the gauge’s energy where the power that it shows is a little off', () => {
    const { low, high } = played(13.5);
    expect(low).toBeGreaterThan(13.3);
    expect(high).toBeLessThan(13.6);
  });

  test('gives bounds that hold both where they contradict each other', () => {
    const { low, high } = played(1.2);
    expect(low).toBeLessThan(1.5);
    expect(high).toBeGreaterThan(11.9);
  });

  test('is one of several: their powers add up, one that rests adds nothing', () => {
    const host = fakeMachine({
      ...LAPTOP,
      [`${AT}/BAT1/type`]: 'Battery\n',
      [`${AT}/BAT1/status`]: 'Unknown\n',
      [`${AT}/BAT1/power_now`]: '0\n',
    });
    const source = sourceOf(host);
    expect(source.channels).toMatchObject([{ label: 'BAT0 + BAT1' }]);
    source.start(0);
    expect(taken(source, 1)).toEqual([12, 12]);
    write(host, 'BAT1/status', 'Discharging');
    write(host, 'BAT1/power_now', '-3000000');
    taken(source, 2);
    expect(taken(source, 3)).toEqual([15, 15]);
    source.close();
  });

  test('tells current and voltage where it tells no power', () => {
    const host = fakeMachine({
      [`${AT}/BAT0/type`]: 'Battery\n',
      [`${AT}/BAT0/status`]: 'Discharging\n',
      [`${AT}/BAT0/current_now`]: '-1500000\n',
      [`${AT}/BAT0/voltage_now`]: '12000000\n',
      [`${AT}/BAT0/charge_now`]: '3000000\n',
    });
    const source = sourceOf(host);
    source.start(0);
    expect(taken(source, 2)).toEqual([36, 36]);
    source.close();
  });
});

describe('a battery that is not discharging', () => {
  test.each([
    ['Full', '1', 'the charger is plugged in'],
    ['Discharging', '1', 'the charger is plugged in'],
    ['Charging', '0', 'the charger is plugged in: a battery is charging'],
    ['Not charging', '0', 'no battery is discharging'],
  ])('is no meter: %s with the charger at %s', (status, online, why) => {
    const host = fakeMachine({ ...LAPTOP, [`${AT}/BAT0/status`]: status, [`${AT}/AC/online`]: online });
    const { sources, findings } = findBattery(host, 'h1');
    expect(sources).toEqual([]);
    expect(findings).toMatchObject([{ state: 'unusable', why }]);
    expect(findings[0]?.fix).toContain('pull');
  });

  test('and a desktop with a wireless mouse has none', () => {
    const host = fakeMachine({
      [`${AT}/hidpp_battery_0/type`]: 'Battery\n',
      [`${AT}/hidpp_battery_0/scope`]: 'Device\n',
      [`${AT}/hidpp_battery_0/status`]: 'Discharging\n',
    });
    expect(findBattery(host, 'h1')).toMatchObject({ sources: [], findings: [{ state: 'absent' }] });
    expect(findBattery(fakeMachine({}), 'h1').findings).toMatchObject([{ state: 'absent' }]);
  });

  test('0 W of a machine that runs is no reading', () => {
    const battery = { status: 'Discharging', powerNow: 0, currentNow: Number.NaN, voltageNow: 12e6 };
    expect(batteryState([battery], false)).toEqual({ kind: 'missed', why: 'the battery tells no power' });
  });
});

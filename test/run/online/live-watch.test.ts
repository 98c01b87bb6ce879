import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { GridEvent, MachineEvent } from '../../../src/book/journal-event.ts';
import type { Problem } from '../../../src/errors.ts';
import type { Host } from '../../../src/host/host.ts';
import { realHost } from '../../../src/host/real-host.io.ts';
import type { OnlineOptions } from '../../../src/run/online/online-options.ts';
import { LiveWatch } from '../../../src/run/online/live-watch.io.ts';
import { component, machine } from '../../book/events.ts';
import {
  answer,
  electricityMapsService,
  type FakeService,
  gbService,
  serve,
  TOKEN,
  truth,
} from '../../grid/live/fake-services.ts';

const HOUR = 3_600_000;
const T0 = Date.parse('2026-06-10T10:20Z');
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A run on a clock of the test. */
class FakeRun {
  nowMs = T0;
  readonly events: GridEvent[] = [];
  readonly warnings: Problem[] = [];
  readonly host: Host;
  machine: MachineEvent = machine([component('cpu')]);

  constructor(home = mkdtempSync(join(tmpdir(), 'joulebook-live-'))) {
    this.host = { ...realHost({ env: {}, home }), clock: { bootS: () => 0, wallMs: () => this.nowMs } };
  }

  watch(options: Partial<OnlineOptions>): LiveWatch {
    const watch = new LiveWatch(
      this.host,
      { isAsked: true, waitS: 3, keys: { electricityMapsToken: TOKEN }, ...options },
      {
        machine: () => this.machine,
        period: () => ({ fromMs: T0, toMs: this.nowMs }),
        onPlace: () => undefined,
        emit: (event) => this.events.push(event),
        warn: (problem) => this.warnings.push(problem),
      },
    );
    closing.push(() => watch.close());
    return watch;
  }

  /** The run's hours, as all that was written down tells them. */
  get hours(): readonly string[] {
    const all = new Map(this.events.flatMap(({ hours }) => hours).map((one) => [one.hour, one]));
    return [...all.values()].map(({ hour, g, how }) => `${hour.slice(11, 13)} ${g} ${how}`);
  }
}

async function electricityMaps(run: FakeRun): Promise<FakeService> {
  const service = await serve(electricityMapsService, () => run.nowMs);
  closing.push(service.close);
  return service;
}

/** Until the condition holds. */
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 6000 && !holds(); i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(holds()).toBe(true);
}

const at = (hour: number): number => truth(Date.parse('2026-06-10T00:00Z') + hour * HOUR);

test('a run of hours has the figure of each, those that were estimated at first as they were measured later', async () => {
  const run = new FakeRun();
  const service = await electricityMaps(run);
  const watch = run.watch({ url: service.url });
  await until(() => run.events.length > 0);
  expect(run.hours).toEqual([`10 ${at(10)} estimated`]);
  run.nowMs += 3 * HOUR;
  await watch.settle();
  expect(run.hours).toEqual([
    `10 ${at(10)} measured`,
    `11 ${at(11)} measured`,
    `12 ${at(12)} measured`,
    `13 ${at(13)} estimated`,
  ]);
  expect(run.warnings).toEqual([]);
});

test('a run of days has them too, asked with a key that may look back a day only: they were asked while it went on', async () => {
  const run = new FakeRun();
  const service = await electricityMaps(run);
  service.instead = (url, _request, response) => {
    if (!url.pathname.endsWith('past-range')) return false;
    answer(response, { error: 'your plan does not include this' }, 403);
    return true;
  };
  // Each look is what the hourly round does; rounds a few hours apart are enough.
  for (let i = 0; i < 12; i += 1) {
    await run.watch({ url: service.url }).settle();
    run.nowMs += 6 * HOUR;
  }
  const watch = run.watch({ url: service.url });
  await watch.settle();
  const hours = new Map(run.events.flatMap((event) => event.hours).map(({ hour, g }) => [hour, g]));
  expect(hours.size).toBe(73);
  for (const [hour, g] of hours) expect(g).toBe(truth(Date.parse(hour)));
  expect(run.warnings).toEqual([]);
});

test('what failed at first is asked again at the end, and nothing is said of it', async () => {
  const run = new FakeRun();
  const service = await electricityMaps(run);
  service.instead = (_url, _request, response) => {
    answer(response, '', 500);
    return true;
  };
  const watch = run.watch({ url: service.url });
  await until(() => run.events.length > 0);
  expect(run.events[0]).toMatchObject({ hours: [], failure: expect.stringContaining('HTTP 500') as string });
  service.instead = undefined;
  run.nowMs += 120_000;
  await watch.settle();
  expect(run.hours).toEqual([`10 ${at(10)} estimated`]);
  expect(run.events.at(-1)).not.toHaveProperty('failure');
  expect(run.warnings).toEqual([]);
});

test('a source that breaks down in the last hour leaves the hours before, the last is carried on, and that is said', async () => {
  const run = new FakeRun();
  const service = await electricityMaps(run);
  const watch = run.watch({ url: service.url });
  await until(() => run.events.length > 0);
  service.instead = (_url, _request, response) => {
    answer(response, '', 500);
    return true;
  };
  run.nowMs += HOUR;
  await watch.settle();
  expect(run.hours).toEqual([`10 ${at(10)} estimated`, `11 ${at(10)} carried`]);
  expect(run.warnings.map(({ what }) => what)).toEqual([
    'Electricity Maps: nothing new for FR; its figures of 1h00m ago stand in',
  ]);
});

test('an hour of which the source says null is named, and none is carried there', async () => {
  const run = new FakeRun();
  const service = await electricityMaps(run);
  run.nowMs += HOUR;
  service.instead = (url, _request, response) => {
    const figure = (hour: string, carbonIntensity: number | null) => ({
      datetime: `2026-06-10T${hour}:00:00Z`,
      carbonIntensity,
    });
    const history = [figure('10', 70), figure('11', null)];
    answer(
      response,
      url.pathname.endsWith('history') ? { zone: 'FR', history } : { zone: 'FR', ...history[1] },
    );
    return true;
  };
  const watch = run.watch({ url: service.url });
  await watch.settle();
  expect(run.hours).toEqual(['10 70 measured']);
  expect(run.warnings).toMatchObject([
    {
      what: 'Electricity Maps: no figure for FR for 1 of 2 hours; the yearly figure stands in',
      why: 'it has no figure for that hour (null)',
    },
  ]);
});

describe('nothing that can be asked', () => {
  test('is said once, with what to do', async () => {
    const run = new FakeRun();
    const watch = run.watch({ keys: {} });
    await watch.settle();
    expect(run.events).toEqual([]);
    expect(run.warnings).toMatchObject([
      {
        code: 'E_GRID',
        what: 'no live source of carbon intensity can be asked for France',
        fix: expect.any(String) as string,
      },
    ]);
  });

  test('a source that does not cover the place is not asked about another', async () => {
    const run = new FakeRun();
    const service = await serve(gbService, () => run.nowMs);
    closing.push(service.close);
    await run.watch({ url: service.url, source: 'gb' }).settle();
    expect(service.asked).toEqual([]);
    expect(run.warnings[0]?.why).toBe('it covers Great Britain only');
  });

  test('an unknown place can be named for the source', async () => {
    const run = new FakeRun();
    const { intensity } = run.machine;
    run.machine = {
      ...run.machine,
      intensity: { ...intensity, zone: 'unknown', zoneFrom: 'unknown', value: null },
    };
    const service = await electricityMaps(run);
    await run.watch({ url: service.url, source: 'electricity-maps' }).settle();
    expect(run.warnings[0]?.fix).toContain('grid-zone');
    await run.watch({ url: service.url, source: 'electricity-maps', zone: 'DE' }).settle();
    expect(run.events.at(-1)).toMatchObject({ zone: 'DE', hours: [{ g: at(10) }] });
  });
});

test('an end that somebody hurries does not wait, and says so; what comes later changes nothing', async () => {
  const run = new FakeRun();
  const service = await electricityMaps(run);
  let release: (() => void) | undefined;
  service.instead = (_url, _request, response) => {
    release = () => answer(response, { zone: 'FR', history: [] });
    return true;
  };
  const watch = run.watch({ url: service.url, waitS: 20 });
  await until(() => release !== undefined);
  setTimeout(() => watch.hurry(), 20);
  const begun = performance.now();
  await watch.settle();
  expect(performance.now() - begun).toBeLessThan(15_000);
  expect(run.warnings).toMatchObject([{ why: 'it was not waited for' }]);
  const told = run.events.length;
  release?.();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(run.events.length).toBe(told);
});

test('a long run writes each hour down when it changes, not all of them every hour', async () => {
  const run = new FakeRun();
  const service = await electricityMaps(run);
  const { SourceWatch } = await import('../../../src/run/online/source-watch.io.ts');
  const { openSource } = await import('../../../src/grid/live/open-source.io.ts');
  const source = openSource(run.host, 'electricity-maps', { url: service.url, electricityMapsToken: TOKEN });
  const watch = new SourceWatch(run.host, source, 'FR', (event) => run.events.push(event));
  for (let hour = 0; hour < 40; hour += 1) {
    await watch.ask({ fromMs: T0, toMs: run.nowMs });
    run.nowMs += HOUR;
  }
  // Each hour is told as an estimate and then as it was measured.
  expect(run.events.flatMap(({ hours }) => hours).length).toBeLessThanOrEqual(80);
  expect(run.hours.length).toBe(40);
  expect(run.hours.slice(0, -1).every((hour) => hour.endsWith('measured'))).toBe(true);
  expect(watch.warnings({ fromMs: T0, toMs: run.nowMs - HOUR }, undefined)).toEqual([]);
  // Only what may still change is asked for.
  for (const url of service.asked) expect(url.pathname).not.toContain('past-range');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findRapl } from '../../../src/meters/rapl/find-rapl.io.ts';
import type { EnergySource } from '../../../src/meters/source.ts';
import { FakeRapl, targetOf, type TreeName, TREES, type ZoneSpec } from './powercap-tree.ts';
import { Totals } from './totals.ts';

/** What a socket, its memory and the whole draw at most, and what is believed of them in a second (data/meters/rapl.json), W. */
const DRAWS_W = { cpu: 100, ram: 300, dc: 3000 } as const;
const MARGIN = 1.5;
const UJ = 1e6;

type Step =
  | { readonly do: 'use'; readonly dtS: number; readonly part: number; readonly tilt: number }
  | { readonly do: 'poll' | 'take' | 'reset' }
  | { readonly do: 'hide' | 'show'; readonly zone: number };

const use = fc.record({
  do: fc.constant('use' as const),
  dtS: fc.integer({ min: 6, max: 30 }).map((n) => n / 10),
  part: fc.double({ min: 0.01, max: 1, noNaN: true }),
  tilt: fc.double({ min: 0, max: 1, noNaN: true }),
});
const look = fc.record({ do: fc.constantFrom('poll' as const, 'take' as const) });
const vanish = fc.record({ do: fc.constantFrom('hide' as const, 'show' as const), zone: fc.nat(7) });
const reset = fc.record({ do: fc.constant('reset' as const) });

/** A zone as the source sees it: what it last read there, and what has happened since. */
interface Seen {
  readonly zone: ZoneSpec;
  readonly target: 'cpu' | 'ram' | 'dc';
  /** Zones of one key show one energy. */
  readonly key: string;
  value: number;
  atS: number;
  descriptor: 'open' | 'stale' | 'closed';
  wasMissed: boolean;
  hasWrapped: boolean;
}

const COUNTED: Readonly<Record<string, Seen['target']>> = { package: 'cpu', dram: 'ram', psys: 'dc' };

/** Runs a life of a machine beside a source, and compares what the source says with what was used. */
class Trial {
  readonly #rapl: FakeRapl;
  readonly #source: EnergySource;
  readonly #totals: Totals;
  readonly #seen: readonly Seen[];
  readonly #usedUj: Record<string, number> = { cpu: 0, ram: 0, dc: 0 };
  readonly #isUncertain = new Set<string>();
  #t = 0;
  /** What happened cannot be told from something else by anybody. */
  isUntellable = false;

  constructor(name: TreeName, rangeOf: (target: Seen['target']) => number | undefined) {
    const zones: readonly ZoneSpec[] = TREES[name];
    const targetOfZone = (zone: ZoneSpec): Seen['target'] | undefined =>
      COUNTED[/^[a-z]+/.exec(zone.name)?.[0] ?? ''];
    const sized = zones.map((zone) => {
      const target = targetOfZone(zone);
      const rangeJ = target === undefined ? undefined : rangeOf(target);
      return rangeJ === undefined || zone.rangeJ === null ? zone : { ...zone, rangeJ };
    });
    this.#rapl = new FakeRapl(sized, { cores0: 300, cores1: 700, memory0: 400, memory1: 900 });
    const { sources } = findRapl(this.#rapl.host, {
      hostId: 'h',
      isVirtual: false,
      declared: false,
      tdpW: 40,
    });
    this.#source = sources[0] as EnergySource;
    this.#totals = new Totals(this.#source);
    this.#seen = sized.flatMap((zone) => {
      const target = targetOfZone(zone);
      if (target === undefined) return [];
      const key = [target, ...zone.parts].join();
      const value = this.#rapl.valueUj(zone);
      return [
        {
          zone,
          target,
          key,
          value,
          atS: 0,
          descriptor: 'open' as const,
          wasMissed: false,
          hasWrapped: false,
        },
      ];
    });
    this.#source.start(0);
  }

  close(): void {
    this.#source.close();
    this.#rapl.remove();
  }

  step(step: Step): void {
    if (step.do === 'use') this.#use(step);
    else if (step.do === 'reset') this.#reset();
    else if (step.do === 'poll') {
      this.#source.poll(this.#t);
      this.#look(false);
    } else if (step.do === 'take') {
      this.#totals.take(this.#t);
      this.#look(true);
      if (!this.isUntellable) this.#compare();
    } else if ('zone' in step) {
      const seen = this.#seen[step.zone % this.#seen.length] as Seen;
      if (step.do === 'show') this.#rapl.show(seen.zone);
      else if (!this.#rapl.isHidden(seen.zone)) {
        this.#rapl.hide(seen.zone);
        if (seen.descriptor === 'open') seen.descriptor = 'stale';
      }
    }
  }

  /** Everything is shown again and read twice: what is left to know is known. */
  settle(): void {
    for (const { zone } of this.#seen) this.#rapl.show(zone);
    this.#look(false);
    this.#source.poll(this.#t);
    this.step({ do: 'use', dtS: 1, part: 0.5, tilt: 0.5 });
    this.step({ do: 'take' });
    for (const { state, channel } of this.#source.troubles().slice(-1))
      expect([state, channel]).toEqual(['back', channel]);
  }

  #use({ dtS, part, tilt }: Extract<Step, { do: 'use' }>): void {
    const packageUj = Math.floor(DRAWS_W.cpu * part * dtS * UJ);
    const memoryUj = 1 + Math.floor(60 * part * dtS * UJ);
    const cores = Math.floor(packageUj * tilt);
    const other = Math.floor(packageUj * (1 - tilt) * 0.9);
    const parts: Record<string, number> = {
      cores0: cores,
      rest0: packageUj - cores,
      cores1: other >> 1,
      rest1: 1 + other, // no package draws nothing
      memory0: memoryUj,
      memory1: 1 + Math.floor(memoryUj * tilt),
      board: Math.floor(20 * dtS * UJ),
    };
    const wrapped = this.#rapl.use(parts);
    for (const seen of this.#seen) seen.hasWrapped ||= wrapped.includes(seen.zone);
    const counted = new Set(
      this.#rapl.zones.flatMap((zone) => (/^(package|dram)/.test(zone.name) ? zone.parts : [])),
    );
    for (const [name, uj] of Object.entries(parts)) {
      const target = targetOf(name);
      if (counted.has(name)) this.#usedUj[target] = (this.#usedUj[target] ?? 0) + uj;
      const psys = this.#seen.find((seen) => seen.target === 'dc');
      if (psys?.zone.parts.includes(name)) this.#usedUj['dc'] = (this.#usedUj['dc'] ?? 0) + uj;
    }
    this.#t += dtS;
  }

  #reset(): void {
    this.#rapl.reset();
    for (const seen of this.#seen) {
      this.#isUncertain.add(seen.target);
      seen.hasWrapped = true;
    }
  }

  /** What the source can know after it has looked. */
  #look(isTaken: boolean): void {
    const readKeys = new Set<string>();
    for (const seen of this.#seen) {
      if (seen.descriptor !== 'open') {
        const wasStale = seen.descriptor === 'stale';
        seen.descriptor = wasStale || this.#rapl.isHidden(seen.zone) ? 'closed' : 'open';
        if (seen.descriptor === 'closed') {
          seen.wasMissed = true;
          continue;
        }
      }
      readKeys.add(seen.key);
      const value = this.#rapl.valueUj(seen.zone);
      const most = DRAWS_W[seen.target] * MARGIN * (this.#t - seen.atS) * UJ;
      const range = seen.zone.rangeJ === null ? Number.POSITIVE_INFINITY : this.#rapl.periodUj(seen.zone);
      const mayHide = most >= range;
      if (mayHide || (seen.hasWrapped && (seen.wasMissed || seen.zone.rangeJ === null)))
        this.#isUncertain.add(seen.target);
      if (this.#isUncertain.has(seen.target) && seen.hasWrapped && this.#wasReset) {
        // A counter that was reset and stands above its last reading, or where one wrap would have taken it, cannot be told from one that was not.
        const looksCounted = value >= seen.value || (!seen.wasMissed && value - seen.value + range <= most);
        this.isUntellable ||= looksCounted;
      }
      Object.assign(seen, { value, atS: this.#t, wasMissed: false, hasWrapped: false });
    }
    if (isTaken)
      for (const seen of this.#seen) if (!readKeys.has(seen.key)) this.#isUncertain.add(seen.target);
  }

  #wasReset = false;

  allowResets(): void {
    this.#wasReset = true;
  }

  #compare(): void {
    for (const target of new Set(this.#source.channels.map((channel) => channel.target))) {
      const truth = (this.#usedUj[target] as number) / UJ;
      const [low, high] = this.#totals.of(target);
      const tolerance = truth * 1e-9 + 1e-9;
      expect(low).toBeLessThanOrEqual(truth + tolerance);
      expect(high).toBeGreaterThanOrEqual(truth - tolerance);
      if (this.#isUncertain.has(target)) continue;
      expect(Math.abs(low - truth)).toBeLessThanOrEqual(tolerance);
      expect(this.#totals.isExact[target]).toBe(true);
    }
  }
}

const names = fc.constantFrom(...(Object.keys(TREES) as TreeName[]));

describe('whatever happens to the counters, energy is known exactly or within bounds', () => {
  test('wraps, gaps, domains that vanish and return', () => {
    fc.assert(
      fc.property(
        names,
        fc.double({ min: 1, max: 8, noNaN: true }),
        fc.array(
          fc.oneof(
            { weight: 5, arbitrary: use },
            { weight: 5, arbitrary: look },
            { weight: 2, arbitrary: vanish },
          ),
          {
            maxLength: 40,
            size: 'max',
          },
        ),
        (name, size, steps) => {
          const trial = new Trial(name, (target) => DRAWS_W[target] * MARGIN * 3.5 * size);
          try {
            for (const step of steps) trial.step(step);
            trial.settle();
          } finally {
            trial.close();
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('resets as well, where they can be told from wraps', () => {
    fc.assert(
      fc.property(
        names,
        fc.array(
          fc.oneof(
            { weight: 6, arbitrary: use },
            { weight: 6, arbitrary: look },
            { weight: 1, arbitrary: reset },
            { weight: 1, arbitrary: vanish },
          ),
          { maxLength: 40, size: 'max' },
        ),
        (name, steps) => {
          const trial = new Trial(name, () => undefined);
          trial.allowResets();
          try {
            for (const step of steps) trial.step(step);
          } finally {
            trial.close();
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

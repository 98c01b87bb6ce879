import { describe, expect, it } from 'vitest';
import { samplerOf } from '../../../src/search/engine/sampler-of.ts';
import { stopperOf } from '../../../src/search/engine/stopper-of.ts';
import { STOPPERS, type StopperName, type StopperSettings } from '../../../src/search/file/engine-choice.ts';
import { readSearch } from '../../../src/search/file/read-search.ts';
import { SETTINGS_OF } from '../../../src/search/file/stopper-settings.ts';
import { WatchedStudy } from '../samplers/watched-study.ts';
import { MIXED } from '../samplers/spaces.ts';

/** A value for each key that a file may have. */
const VALUES: Readonly<Record<string, unknown>> = {
  min_resource: 2,
  max_resource: 20,
  eta: 4,
  brackets: 2,
  strict: true,
  warmup: 3,
  interval: 2,
  startup: 4,
  min_trials: 2,
  percentile: 30,
  match: 'exact',
  patience: 7,
  min_delta: 0.1,
  when: 'worse',
  lower: -1,
  upper: 1,
  skip: 1,
  compare: 'best',
  cutoff: 'quantile',
  bootstrap: 2,
  share: 'joules',
  confidence: 0.8,
  learn_from: 'controls',
};

function specWith(search: unknown) {
  const file = { version: 1, objective: 'loss', parameters: { x: [1, 2] }, command: 'true', search };
  const read = readSearch({ path: 's.yaml', text: JSON.stringify(file) });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

/** Settings of a stopper as a file has them all, and which of them the engine asks for. */
function asked(name: StopperName): { readonly given: readonly string[]; readonly used: readonly string[] } {
  const keys = Object.fromEntries(SETTINGS_OF[name].map((key) => [key, VALUES[key]]));
  const needed = name === 'patience' ? { wraps: 'median' } : {};
  const { stopper } = specWith({ stopper: { type: name, ...keys, ...needed } }).search;
  const used = new Set<string>();
  const settings: StopperSettings = new Proxy(stopper.settings, {
    get: (target, key) => {
      used.add(String(key));
      return Reflect.get(target, key) as unknown;
    },
  });
  expect(stopperOf({ name, settings }).ok).toBe(true);
  return { given: Object.keys(stopper.settings).sort(), used: [...used].sort() };
}

describe('settings of stoppers', () => {
  for (const name of STOPPERS)
    it(`${name}: the file takes what the rule has, and the rule takes what the file has`, () => {
      const { given, used } = asked(name);
      expect(given).toHaveLength(SETTINGS_OF[name].length + (name === 'patience' ? 1 : 0));
      // How long a training is, is the study's to know, and some rules ask that.
      const isLength = (key: string): boolean => key === 'maxResource';
      expect(used.filter((key) => !isLength(key))).toEqual(given.filter((key) => !isLength(key)));
    });

  it('say how long a training is where nothing else does', () => {
    expect(specWith({ stopper: { type: 'asha', max_resource: 27 } }).maxResource).toBe(27);
    const twice = {
      version: 1,
      objective: 'loss',
      max_resource: 9,
      parameters: { x: [1, 2] },
      search: { stopper: { type: 'asha', max_resource: 27 } },
    };
    const read = readSearch({ path: 's.yaml', text: JSON.stringify(twice) });
    expect(read.ok ? [] : read.error.map(({ what }) => what)).toEqual([
      expect.stringContaining('max_resource is 9, and 27 in the stopper'),
    ]);
  });
});

describe('settings of samplers', () => {
  it('reach the sampler', () => {
    const { sampler } = specWith({ sampler: { type: 'grid', levels: 2 } }).search;
    const made = samplerOf(sampler);
    const space = {
      parameters: [{ kind: 'float', name: 'x', low: 0, high: 1, scale: 'linear' } as const],
      fixed: {},
    };
    const watched = new WatchedStudy(space, made);
    expect([watched.ask(), watched.ask(), watched.ask()].map((trial) => trial?.configuration['x'])).toEqual([
      0,
      1,
      undefined,
    ]);
  });

  it('of the Parzen estimator change what it proposes', () => {
    const proposed = (settings: object): unknown => {
      const { sampler } = specWith({ sampler: { type: 'tpe', ...settings } }).search;
      const made = samplerOf(sampler, 2);
      const watched = new WatchedStudy(MIXED, made);
      for (let k = 0; k < 12; k++) {
        const trial = watched.ask();
        if (trial !== undefined) watched.end(trial.number, { state: 'complete', losses: [(k * 7) % 12] });
      }
      return watched.ask()?.configuration;
    };
    const usual = proposed({});
    expect(proposed({})).toEqual(usual);
    for (const settings of [{ candidates: 2 }, { good: 0.6 }, { multivariate: false }])
      expect(proposed(settings), JSON.stringify(settings)).not.toEqual(usual);
  });

  it('that another sampler has are mistakes, and `startup` where nothing waits is told', () => {
    const text = JSON.stringify({
      version: 1,
      objective: 'loss',
      parameters: { x: [1, 2] },
      search: { sampler: { type: 'grid', population: 4 } },
    });
    expect(readSearch({ path: 's.yaml', text })).toMatchObject({ ok: false });
    const { warnings } = specWith({ sampler: 'random', startup: 5 });
    expect(warnings.map(({ what }) => what)).toContainEqual(expect.stringContaining('startup'));
  });

  it('a configuration is tried again only where that was said', () => {
    const count = (search: object): number => {
      const { sampler, repeats } = specWith({ sampler: 'random', ...search }).search;
      const made = samplerOf(sampler, undefined, repeats);
      const space = { parameters: [{ kind: 'categorical', name: 'x', choices: [1, 2] } as const], fixed: {} };
      const watched = new WatchedStudy(space, made);
      return Array.from({ length: 5 }, () => watched.ask()).filter((trial) => trial !== undefined).length;
    };
    expect(count({})).toBe(2);
    expect(count({ repeats: true })).toBe(5);
    expect(count({ noise: true })).toBe(5);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/book/run-record.ts';
import { explicitIntensity } from '../../../src/grid/yearly-intensity.ts';
import { claimOf } from '../../../src/report/statement/claim.ts';
import { configurationNames, configurationOf } from '../../../src/report/statement/configuration.ts';
import { fateOf } from '../../../src/report/statement/fate.ts';
import { hendersonStatement } from '../../../src/report/statement/henderson-statement.ts';
import { makeStatement } from '../../../src/report/statement/make-statement.ts';
import { meanDifference, meanEstimate, meanOf } from '../../../src/report/statement/mean.ts';
import { modelCardReport } from '../../../src/report/statement/render/model-card.ts';
import { isSeedName, seedOf, withoutSeeds } from '../../../src/report/statement/seed.ts';
import type { Statement } from '../../../src/report/statement/statement.ts';
import { estimate, relativeHalfWidth, fromWritten, written } from '../../../src/units/estimate.ts';
import { FRANCE, run, sixRuns } from './some-runs.ts';

function statementOf(
  records: readonly RunRecord[],
  more: Partial<Parameters<typeof makeStatement>[0]> = {},
): Statement {
  return makeStatement({ records, filter: 'tag:x', context: {}, version: '1.2.3', ...more });
}

const state = fc.constantFrom<RunRecord['state']>(
  'ok',
  'failed',
  'stopped',
  'interrupted',
  'lost',
  'running',
);
const someRuns = fc
  .array(fc.record({ state, energyJ: fc.integer({ min: 1, max: 1e7 }), isTagged: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((all) =>
    all.map(({ state: how, energyJ, isTagged }, i) =>
      run({ minute: i, state: how, energyJ, co2G: energyJ / 100, tags: isTagged ? ['preliminary'] : [] }),
    ),
  );

describe('the totals of a report', () => {
  it('are the sums of their fates, and of the components up to the building', () => {
    fc.assert(
      fc.property(someRuns, (runs) => {
        const { totals, fates } = statementOf(runs);
        const sum = (read: (fate: Statement['fates'][number]) => number): number =>
          fates.reduce((all, fate) => all + read(fate), 0);
        expect(sum((fate) => fate.runs)).toBe(runs.length);
        expect(sum((fate) => fate.energy.wall.total.value ?? 0)).toBeCloseTo(
          totals.energy.wall.total.value ?? 0,
          3,
        );
        expect(sum((fate) => fate.operational[0]?.total.value ?? 0)).toBeCloseTo(
          totals.operational[0]?.total.value ?? 0,
          3,
        );
        expect(sum((fate) => fate.durationS)).toBeCloseTo(totals.durationS, 6);
      }),
    );
  });

  it('add whole runs only: a part is in its root, and a part of a run that did not match is in no sum', () => {
    const root = run({ energyJ: 1000 });
    const part = run({ minute: 1, energyJ: 400, parentId: root.id, rootId: root.id, kind: 'stage' });
    const stray = run({ minute: 2, energyJ: 500, parentId: 'X', rootId: 'X', kind: 'stage' });
    const { totals, matched, notes } = statementOf([part, stray, root]);
    expect(totals.energy.wall.total.value).toBe(1000);
    expect(matched).toEqual({ roots: 1, inside: 1, strays: 1, summed: 0 });
    expect(notes.join(' ')).toContain('in no sum');
  });

  it('count a sum of runs once, beside its parts', () => {
    const [a, b] = [run({ energyJ: 100 }), run({ minute: 1, energyJ: 200 })];
    const none = a.energy.wall.attributed;
    const parts = [a, b].map(({ id, name, hostId, startedAt, durationS }) => ({
      id,
      name,
      hostId,
      startedAt,
      durationS,
      attributed: none,
    }));
    expect(statementOf([a, b, run({ minute: 2, energyJ: 300, parts })]).totals.energy.wall.total.value).toBe(
      300,
    );
  });

  it('keep what all runs do not know alike: the sum is no better known than each', () => {
    const runs = Array.from({ length: 20 }, (_, i) => run({ minute: i, energyJ: 100 }));
    const half = relativeHalfWidth(fromWritten(statementOf(runs).totals.energy.wall.total)) ?? 0;
    expect(half).toBeCloseTo(
      relativeHalfWidth(fromWritten(runs[0]?.energy.wall.attributed ?? written(estimate(0, {}), 'J'))) ?? 1,
      6,
    );
  });

  it('never add carbon of different kinds', () => {
    const marginal = { ...FRANCE, basis: 'marginal' } as const;
    const { totals, sci, notes } = statementOf([
      run({ co2G: 1 }),
      run({ minute: 1, co2G: 2, intensity: marginal }),
      run({ minute: 2, co2G: 4 }),
    ]);
    expect(totals.operational.map(({ basis, total, runs }) => [basis, total.value, runs])).toEqual([
      ['average', 5, 2],
      ['marginal', 2, 1],
    ]);
    expect(sci).toBeUndefined();
    expect(notes[0]).toContain('do not add up');
  });

  it('take a run of which no carbon is known for no kind of its own, and say that it is in no sum', () => {
    const own = run({ minute: 1 });
    const none = { value: null, low: null, high: null, unit: 'g', errors: {} };
    const silent = { ...own, carbon: { ...own.carbon, operational: none, intensity: null } };
    const made = statementOf([run(), silent]);
    expect(made.notes.join(' ')).not.toContain('do not add up');
    expect(made.notes).toContain('Nothing is known of the carbon of 1 run; it is in no sum.');
    expect(modelCardReport(made)).toMatchObject({
      error: { why: 'The carbon of a run is known by bounds only, or not at all.' },
    });
  });

  it('leave bounds where a run has only bounds, and say so', () => {
    const { totals, items } = statementOf([run({ energyJ: null }), run({ minute: 1, energyJ: 10 })]);
    expect(totals.energy.wall.total).toMatchObject({ value: null });
    expect(totals.energy.wall.total.low).toBeGreaterThan(9);
    expect(items.find(({ id }) => id === 'henderson.13')?.state).toBe('there'); // with the building it has a value
  });
});

describe('the fate of a run', () => {
  it.each([
    ['ok', [], 'reported'],
    ['ok', ['preliminary'], 'preliminary'],
    ['failed', ['preliminary'], 'failed'],
    ['lost', [], 'failed'],
    ['stopped', [], 'stopped'],
    ['running', [], 'running'],
  ] as const)('%s with tags %j is %s', (how, tags, fate) => {
    expect(fateOf({ id: 'A', state: how, tags })).toBe(fate);
  });

  it('follows what the user says is final, before tags', () => {
    const [a, b] = [run({ tags: ['preliminary'] }), run({ minute: 1 })];
    expect(statementOf([a, b], { final: new Set([a.id]) }).runs.map(({ fate }) => fate)).toEqual([
      'reported',
      'preliminary',
    ]);
  });

  it('tells the trials of a search apart by their own', () => {
    const root = run({ kind: 'block', energyJ: 1000 });
    const trial = (minute: number, how: RunRecord['state']): RunRecord =>
      run({ minute, kind: 'trial', state: how, energyJ: 100, parentId: root.id, rootId: root.id });
    const { fates, groups } = statementOf([root, trial(1, 'ok'), trial(2, 'stopped'), trial(3, 'stopped')]);
    expect(fates).toHaveLength(1);
    expect(fates[0]?.trials.stopped).toMatchObject({ runs: 2, energy: { value: 200 } });
    expect(groups.map(({ configuration }) => configuration.kind)).toEqual(['trial']);
  });
});

describe('seeds', () => {
  it.each(['seed', 'random_seed', 'randomState', 'train.seed', 'data-seed', 'SEED', 'rng_seed'])(
    '%s names one',
    (name) => {
      expect(isSeedName(name)).toBe(true);
    },
  );
  it.each(['seeds_per_class', 'seedling', 'lr', 'reseed_every'])('%s names none', (name) => {
    expect(isSeedName(name)).toBe(false);
  });
  it.each([
    [['python', 't.py', '--seed', '3'], 'python t.py --seed …'],
    [['t', '--random-state=42', 'a.seed=1'], 't --random-state=… a.seed=…'],
    [['sh', '-c', 'train --seed 7 --out out/seed_7'], 'sh -c train --seed … --out out/seed_…'],
    [['t', '--lr', '3'], 't --lr 3'],
  ])('%j is %s for any seed', (command, text) => {
    expect(withoutSeeds(command)).toBe(text);
  });
  it('come from parameters first, else from the command line', () => {
    expect(seedOf({ params: { seed: 4 }, command: ['t', '--seed', '3'] })).toBe('seed=4');
    expect(seedOf({ params: {}, command: ['t', '--seed', '3'] })).toBe('3');
    expect(seedOf({ params: { lr: 1 }, command: ['t'] })).toBeUndefined();
  });
});

describe('groups of runs', () => {
  it('are those of one configuration, named by what differs, with mean and standard error over seeds', () => {
    const { groups } = statementOf(sixRuns());
    expect(groups.map(({ id, name, energy }) => [id, name, energy.n])).toEqual([
      ['A', 'lr=1', 3],
      ['B', 'lr=2', 3],
    ]);
    // Mean and standard error of 1010, 1020, 1030: 1020 and 10 / √3.
    expect(groups[0]?.energy.value).toBeCloseTo(1020, 9);
    expect(groups[0]?.energy.se).toBeCloseTo(10 / Math.sqrt(3), 9);
    expect(groups[1]?.metrics['accuracy']?.value).toBeCloseTo(0.822, 12);
  });

  it('take runs of one seed for one, and other machines, projects and commands for others', () => {
    const same = sixRuns().slice(0, 3);
    const again = [...same, run({ ...same[0], id: run().id, minute: 40, energyJ: 1030 })];
    const [group] = statementOf(again).groups;
    expect(group?.energy.n).toBe(3);
    expect(group?.energy.value).toBeCloseTo((1020 + 1020 + 1030) / 3, 9);
    const base = configurationOf(run({ command: ['a', '--seed', '1'] }));
    expect(configurationOf(run({ command: ['a', '--seed', '2'] }))).toEqual(base);
    expect(configurationOf(run({ command: ['b', '--seed', '1'] }))).not.toEqual(base);
    expect(configurationOf(run({ command: ['a', '--seed', '1'], machine: null }))).not.toEqual(base);
  });

  it('of different values have different names, and thousands of parameters neither hang nor fill one', () => {
    const named = (all: readonly Readonly<Record<string, number>>[]): readonly string[] =>
      configurationNames(all.map((params) => configurationOf(run({ params }))));
    expect(named([{ lr: 0.300_011 }, { lr: 0.300_012 }, { lr: 0.1234 }])).toEqual([
      'lr=0.300011',
      'lr=0.300012',
      'lr=0.1234',
    ]);
    const many = (from: number): Readonly<Record<string, number>> =>
      Object.fromEntries(Array.from({ length: 12_000 }, (_, i) => [`p${i}`, from + i / 7]));
    const started = performance.now();
    const [name = ''] = named([many(0), many(1), many(2)]);
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(name.length).toBeLessThan(300);
    expect(name).toContain('and 11990 more parameters');
  });

  it('of one set of parameters have different names where their commands differ', () => {
    const named = (all: readonly (readonly [net: string, script: string])[]): readonly string[] =>
      configurationNames(
        all.map(([net, script]) => configurationOf(run({ params: { net }, command: ['sh', script] }))),
      );
    expect(
      named([
        ['a', 'x.sh'],
        ['a', 'y.sh'],
        ['b', 'y.sh'],
      ]),
    ).toEqual(['net=a (sh x.sh)', 'net=a (sh y.sh)', 'net=b']);
  });

  it('stand against each other in quality within one project: other tasks have other qualities', () => {
    const other = [1, 2].map((lr) =>
      run({ minute: 40 + lr, project: 'other', params: { lr }, energyJ: 1, metrics: { accuracy: 0.99 } }),
    );
    const bigger = [...sixRuns(), ...sixRuns().map((each) => ({ ...each, id: run().id, command: ['b'] }))];
    const { frontier, frontierProject, groups } = statementOf([...bigger, ...other]);
    expect(frontierProject).toBe(bigger[0]?.project);
    const projects = frontier.map((id) => groups.find((each) => each.id === id)?.configuration.project);
    expect(new Set(projects)).toEqual(new Set([bigger[0]?.project]));
    expect(frontier).toEqual(statementOf(bigger).frontier);
  });

  it('leave out what failed or was preliminary', () => {
    const runs = sixRuns().map((each, i) =>
      i === 0 ? { ...each, state: 'failed' as const } : i === 1 ? { ...each, tags: ['preliminary'] } : each,
    );
    expect(statementOf(runs).groups[0]?.runs).toHaveLength(1);
  });

  it('are compared with shared errors cancelled: sharper than each is known', () => {
    const { comparison, groups } = statementOf(sixRuns());
    const [apart] = comparison?.groups ?? [];
    expect(comparison?.base).toBe('A');
    expect(apart?.difference.value).toBeCloseTo(1000, 9);
    expect(apart?.verdict).toBe('more');
    const ofRatio = relativeHalfWidth(fromWritten(apart?.ratio ?? written(estimate(1, {}), '1'))) ?? 1;
    expect(ofRatio).toBeLessThan(
      (relativeHalfWidth(fromWritten(groups[0]?.energy.estimate ?? written(estimate(1, {}), 'J'))) ?? 0) / 2,
    );
  });

  it('claim no difference from single runs', () => {
    const [a, , , b] = sixRuns();
    const { comparison, items } = statementOf([a, b].filter((each) => each !== undefined));
    expect(comparison?.groups[0]?.verdict).toBe('unknown');
    expect(items.find(({ id }) => id === 'henderson.19')?.state).toBe('missing');
  });

  it('compare programs with themselves only, and the one that is tagged baseline is the base', () => {
    const tagged = sixRuns().map((each, i) => (i === 4 ? { ...each, tags: ['baseline'] } : each));
    const other = run({ minute: 50, command: ['joulebook', 'repro'] });
    const { comparison } = statementOf([...tagged, other]);
    expect(comparison).toMatchObject({ base: 'B', others: 1 });
    expect(comparison?.groups.map(({ group }) => group)).toEqual(['A']);
  });
});

describe('means', () => {
  it('have the interval of Student and Welch', () => {
    // SciPy: ttest_ind([1, 2, 3], [2, 4, 6, 8], equal_var=False).confidence_interval(0.9)
    const apart = meanDifference(meanOf([1, 2, 3]), meanOf([2, 4, 6, 8]));
    expect(apart?.value).toBe(-3);
    expect(apart?.low).toBeCloseTo(-5.998916461949934, 9);
    expect(apart?.high).toBeCloseTo(-0.0010835380500680003, 9);
    expect(meanDifference(meanOf([1]), meanOf([2, 3]))).toEqual({ value: -1.5, low: null, high: null });
  });

  it('of estimates hold the spread of the seeds and what none of them knows', () => {
    const joules = (value: number): ReturnType<typeof written> =>
      written(estimate(value, { 'm:h': 0.1 }), 'J');
    const { estimate: mean, se } = meanEstimate([[joules(90)], [joules(110)]], 'A', 'J');
    expect(se).toBeCloseTo(10, 9);
    expect(mean.errors['m:h']).toBeCloseTo(0.1, 9);
    // t(0.95, 1) = 6.3138: 63.1 of 100, as a standard deviation / 1.645.
    expect(mean.errors['seeds:A']).toBeCloseTo(0.63138 / 1.64485, 4);
  });
});

describe('the lists of what to report', () => {
  it('answer or name every item: 24 of Henderson, 12 of Patterson', () => {
    const { items } = statementOf(sixRuns());
    expect(items.map(({ id }) => id)).toEqual([
      ...Array.from({ length: 24 }, (_, i) => `henderson.${i + 1}`),
      ...Array.from({ length: 12 }, (_, i) => `patterson.${i + 1}`),
    ]);
    for (const item of items) {
      if (item.state === 'there') expect(item.says).toMatch(/\S/);
      else expect([item.why, item.fix].join(' ')).toMatch(/\S+ \S+/);
    }
  });

  it('are whole where the author says what no meter sees, and waives the rest with a reason', () => {
    const context = {
      appendix: 'https://example.org/runs',
      packages: { file: 'requirements.txt', sha256: 'ab', lines: ['numpy==2'] },
      flops: { value: 1e15 },
      deployment: { perUnitJ: 1000, unit: 'query', count: 1e6 },
      socialCost: { usdPerTonne: 48, low: 10, high: 90, country: 'USA', source: 'Ricke et al. (2018)' },
      carbonFree: { fraction: 0.9, source: 'contract' },
      waived: {
        'henderson.9': 'a',
        'henderson.10': 'b',
        'henderson.11': 'c',
        'henderson.12': 'd',
        'patterson.3': 'e',
        'patterson.8': 'f',
      },
    };
    const { items } = statementOf(sixRuns(), { context });
    expect(items.filter(({ state: how }) => how === 'missing')).toEqual([]);
    expect(items.filter(({ state: how }) => how === 'waived')).toHaveLength(6);
    expect(items.find(({ id }) => id === 'henderson.21')?.says).toContain('278 kWh');
  });

  it('name the tool that measured an imported run, and call nothing measured that no counter saw', () => {
    const foreign = run({
      kind: 'imported',
      environment: { 'import.format': 'codecarbon', 'import.version': '2.8.0' },
    });
    const said = (records: readonly RunRecord[], id: string): string | undefined =>
      statementOf(records).items.find((item) => item.id === id)?.says;
    expect(said([foreign], 'henderson.4')).toMatch(/^codecarbon 2\.8\.0, taken in by joulebook/);
    expect(said([foreign], 'patterson.12')).toBe(
      '1 run imported from other tools (grade D), as these recorded it',
    );
    expect(said([foreign, run({ minute: 1 })], 'patterson.12')).toContain(
      'the other 1 run while they lasted',
    );
    const [measured] = sixRuns();
    if (measured === undefined) throw new Error('six runs');
    const cpu = measured.energy.components['cpu'];
    const modelled = {
      ...measured,
      grade: 'B' as const,
      energy: {
        ...measured.energy,
        measuredFraction: 0,
        components: cpu === undefined ? {} : { cpu: { ...cpu, grade: 'B' as const } },
      },
    };
    const item = statementOf([modelled]).items.find(({ id }) => id === 'patterson.1');
    expect([item?.state, item?.why]).toEqual(['missing', expect.stringContaining('No counter and no meter')]);
    expect(statementOf([measured]).items.find(({ id }) => id === 'patterson.1')?.state).toBe('there');
  });

  it('call a place that was guessed a guess, and one that is not known missing', () => {
    const guessed = statementOf([run({ intensity: { ...FRANCE, zoneFrom: 'time-zone' } })]).items;
    expect(guessed.find(({ id }) => id === 'henderson.5')?.says).toContain('guessed');
    expect(guessed.find(({ id }) => id === 'patterson.9')?.state).toBe('missing');
    const unknown = statementOf([
      run({ intensity: { ...FRANCE, zoneFrom: 'unknown', value: null }, co2G: null }),
    ]).items;
    expect(unknown.find(({ id }) => id === 'henderson.5')?.state).toBe('missing');
  });

  it('take a number that was given alone for no place, and a place that another tool named for one', () => {
    const given = explicitIntensity(56);
    const answer = (intensity: RunRecord['carbon']['intensity'], id: string): string | undefined =>
      statementOf([run({ intensity, kind: 'imported' })]).items.find((item) => item.id === id)?.says;
    expect(['henderson.5', 'patterson.9'].map((id) => answer(given, id))).toEqual([undefined, undefined]);
    expect(answer(given, 'henderson.6')).toBe('56 g/kWh (by a given intensity)');
    expect(claimOf(statementOf([run({ intensity: given })])).join(' ')).not.toContain('on the grid of');
    const named = { ...given, zone: 'FRA', zoneName: 'France' };
    expect(answer(named, 'henderson.5')).toBe('France (1 run)');
    expect(answer(named, 'patterson.9')).toMatch(/^France; 2026/);
  });

  it('do not call the intensity of another tool one of the time of the run', () => {
    const state = (kind: RunRecord['kind']): string | undefined =>
      statementOf([run({ intensity: explicitIntensity(56), kind })]).items.find(
        ({ id }) => id === 'patterson.8',
      )?.state;
    expect([state('command'), state('imported')]).toEqual(['there', 'missing']);
  });

  it('count an intensity once that differs from run to run in rounding only', () => {
    const runs = [300, 299.99999999999994, 300.0000000000001, 310].map((value, minute) =>
      run({ minute, intensity: { ...explicitIntensity(value), zone: 'FRA', zoneName: 'France' } }),
    );
    expect(statementOf(runs).places.map(({ runs: count }) => count)).toEqual([3, 1]);
  });
});

describe('the statement of Henderson et al.', () => {
  it('has their form and units: kg, kWh with PUE, hours', () => {
    const socialCost = { usdPerTonne: 48, low: 0, high: 118, country: 'USA', source: 'Ricke et al. (2018)' };
    const made = statementOf([run({ energyJ: 3.6e6 * 20, co2G: 8021, durationS: 7200 })], {
      context: { socialCost, appendix: 'https://x.org' },
    });
    expect(hendersonStatement(made)).toBe(
      'This work contributed 8.021 kg of CO2eq to the atmosphere and used 24 kWh of electricity, having a USA-specific social cost of carbon of $0.39 ($0.00, $0.95). ' +
        'Carbon accounting information can be found here: https://x.org. The social cost of carbon uses models from Ricke et al. (2018). ' +
        'This statement and carbon emissions information was generated using joulebook 1.2.3. The PUE multiplier is assumed to be 1.2. The total wall-clock time of all experiments was 2 hours.',
    );
  });

  it('does not round what a small run costs to nothing', () => {
    const socialCost = { usdPerTonne: 48, low: 0, high: 1000, source: 'Ricke et al. (2018)' };
    const made = statementOf([run({ co2G: 15 })], { context: { socialCost } });
    expect(hendersonStatement(made)).toContain('social cost of carbon of $0.00072 ($0.00, $0.02).');
  });
});

describe('the SCI score', () => {
  it('is (E · I + M) per R, with E of the facility', () => {
    const { sci } = statementOf([run({ energyJ: 3.6e6, co2G: 50 })], {
      context: { functionalUnit: { name: 'image', count: 10 } },
    });
    expect(sci?.energy.value).toBeCloseTo(1.2, 9);
    expect(sci?.operational.value).toBe(50);
    expect((sci?.energy.value ?? 0) * (sci?.intensity.value ?? 0)).toBeCloseTo(50, 9);
    expect(sci?.score.value).toBeCloseTo((50 + 1) / 10, 9);
  });

  it('is at least what is known where the embodied emissions of a run are not', () => {
    const imported = run({ energyJ: 3.6e6, co2G: 50 });
    const unknown = { value: null, low: null, high: null, unit: 'g', errors: {} };
    const without = { ...imported, carbon: { ...imported.carbon, embodied: unknown } };
    const { sci } = statementOf([without, run({ minute: 1, co2G: 10 })], {
      context: { functionalUnit: { name: 'image', count: 10 } },
    });
    expect(sci?.score).toMatchObject({ value: null, high: null });
    expect(sci?.score.low).toBeGreaterThan(2);
    expect(sci?.score.low).toBeLessThan(6);
    expect(sci?.method).toContain('not known of 1 run');
    expect(sci?.intensityKind).toBe('average, life-cycle, location-based');
    const given = { ...FRANCE, basis: 'given', boundary: 'given' } as const;
    expect(statementOf([run({ intensity: given })]).sci?.intensityKind).toBe(
      'by a given intensity, location-based',
    );
  });

  it('has an intensity within those of its runs where a place is unknown', () => {
    const wide = run({});
    const somewhere = {
      ...wide,
      carbon: {
        ...wide.carbon,
        operational: { value: null, low: 0.01, high: 6, unit: 'g', errors: {} },
        intensity: { ...FRANCE, value: null, low: 21, high: 1300, errors: {}, zoneFrom: 'unknown' as const },
      },
    };
    expect(statementOf([somewhere]).sci?.intensity).toMatchObject({ value: null, low: 21, high: 1300 });
    const mixed = statementOf([somewhere, run({ minute: 1, energyJ: 36, co2G: 0.0005 })]).sci;
    expect(mixed?.intensity).toMatchObject({ value: null, low: 21, high: 1300 });
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hyperbandStopper } from '../../../src/search/stoppers/brackets.ts';
import { halvingStop } from '../../../src/search/stoppers/halving-stop.ts';
import { patienceStopper } from '../../../src/search/stoppers/patience.ts';
import { medianStopper, percentileStopper } from '../../../src/search/stoppers/percentile.ts';
import type { MakeStopper } from '../../../src/search/stoppers/stopper.ts';
import { sweepBandsStopper } from '../../../src/search/stoppers/sweep-bands.ts';
import { thresholdStopper } from '../../../src/search/stoppers/threshold.ts';
import { SmallStudy, type TestTrial } from './small-study.ts';

/** A report [trial, step, value or null for NaN, whether the peer stopped it then], or the end of a trial by itself [trial]. */
type Row = readonly [number] | readonly [number, number, number | null, 0 | 1];

interface Case {
  readonly rule: string;
  readonly settings: Readonly<Record<string, number | string>>;
  readonly maximize: boolean;
  readonly rows: readonly Row[];
  readonly brackets?: readonly number[];
}

function casesOf(name: string): readonly Case[] {
  const text = readFileSync(new URL(`./goldens/${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly cases: readonly Case[] }).cases;
}

function makeOf({ rule, settings, brackets }: Case): MakeStopper {
  const exact = { ...settings, match: 'exact' as const };
  switch (rule) {
    case 'median':
      return medianStopper(exact);
    case 'percentile':
      return percentileStopper(settings['percentile'] as number, exact);
    case 'halving':
      return halvingStop(settings);
    case 'quantile':
      return halvingStop({ ...settings, cutoff: 'quantile' });
    case 'hyperband':
      return hyperbandStopper({ ...settings, bracketOf: (trial) => brackets?.[trial] ?? 0 });
    case 'patience': {
      const wraps =
        settings['wraps'] === 'median' ? { wraps: medianStopper({ startup: 3, match: 'exact' }) } : {};
      return patienceStopper({
        ...settings,
        patience: settings['patience'] as number,
        when: 'worse',
        ...wraps,
      });
    }
    case 'threshold':
      return thresholdStopper(settings);
    case 'sweep':
      return sweepBandsStopper(settings);
    default:
      throw new Error(`no such rule: ${rule}`);
  }
}

/** @returns the rows on which we decide otherwise than the peer. */
function differences(golden: Case): readonly Row[] {
  const study = new SmallStudy(makeOf(golden), { maximize: golden.maximize });
  const trials: TestTrial[] = [];
  const different: Row[] = [];
  for (const row of golden.rows) {
    const [number, step, value, stopped] = row;
    while (trials.length <= number) trials.push(study.begin());
    const trial = trials[number] as TestTrial;
    if (step === undefined) {
      study.end(trial);
      continue;
    }
    const decision = study.report(trial, step, value ?? Number.NaN);
    if ((decision.action === 'stop') !== (stopped === 1)) different.push(row);
    if (stopped === 1) study.end(trial, 'stopped');
  }
  return different;
}

for (const [peer, name] of [
  ['Optuna 5.0', 'optuna'],
  ['Ray Tune', 'ray'],
  ["W&B's sweeps", 'sweeps'],
] as const) {
  describe(`decisions of ${peer}`, () => {
    for (const [at, golden] of casesOf(name).entries()) {
      const title = `${golden.rule} ${JSON.stringify(golden.settings)}${golden.maximize ? ', maximised' : ''}`;
      it(`${at}: ${title}`, () => {
        expect(differences(golden)).toEqual([]);
        expect(golden.rows.some((row) => row[3] === 1)).toBe(true);
      });
    }
  });
}

import { ok, type Result } from '../../result.ts';
import type { StopperChoice, StopperName, StopperSettings } from '../file/engine-choice.ts';
import { autoStopper } from '../auto/auto-stopper.ts';
import { hyperbandStopper } from '../stoppers/brackets.ts';
import { curveStopper } from '../stoppers/curve.ts';
import { noStopper } from '../stoppers/guarded.ts';
import { halvingPromote } from '../stoppers/halving-promote.ts';
import { type HalvingSettings, halvingStop } from '../stoppers/halving-stop.ts';
import { paretoHalving } from '../stoppers/pareto-halving.ts';
import { pashaStopper } from '../stoppers/pasha.ts';
import { patienceStopper } from '../stoppers/patience.ts';
import { percentileStopper } from '../stoppers/percentile.ts';
import { promoteOrStop } from '../stoppers/promote-or-stop.ts';
import type { MakeStopper } from '../stoppers/stopper.ts';
import { sweepBandsStopper } from '../stoppers/sweep-bands.ts';
import { thresholdStopper } from '../stoppers/threshold.ts';

/** The settings that were given, under the names that a rule has for them; what was not is the rule's own default. */
function given<K extends keyof StopperSettings, N extends string>(
  settings: StopperSettings,
  names: Readonly<Record<K, N>>,
): Readonly<Partial<Record<N, never>>> {
  const found: Partial<Record<string, unknown>> = {};
  for (const [from, to] of Object.entries<N>(names)) {
    const value = settings[from as K];
    if (value !== undefined) found[to] = value;
  }
  return found as Readonly<Partial<Record<N, never>>>;
}

const FRONTS = { minResource: 'firstRung', reduction: 'eta' } as const;
const RUNGS = { ...FRONTS, compare: 'compare' } as const;
const STOPPING = { ...RUNGS, cutoff: 'cutoff', bootstrap: 'bootstrap', skip: 'skip' } as const;
const BRACKETS = {
  reduction: 'eta',
  compare: 'compare',
  cutoff: 'cutoff',
  bootstrap: 'bootstrap',
  minResource: 'minResource',
  maxResource: 'maxResource',
  brackets: 'brackets',
} as const;
const PROMOTING = { ...RUNGS, share: 'share' } as const;
const CHECKS = { warmup: 'warmup', interval: 'interval' } as const;
const COMPARING = { ...CHECKS, startup: 'startup', minTrials: 'minTrials', match: 'match' } as const;
const PATIENT = { minDelta: 'minDelta', when: 'when', warmup: 'warmup' } as const;

/** Reports without an improvement that are borne where nothing else is said. */
const PATIENCE = 5;
const MEDIAN = 50;

/** Whether a stopper pauses trials all along. */
export function doesPause(name: StopperName): boolean {
  return name === 'asha-promotion' || name === 'pasha';
}

/** @returns what makes the stopper that was asked for. @param checkpoint whether trials keep what they can go on from; absent: it is found out. */
export function stopperOf({ name, settings }: StopperChoice, checkpoint?: boolean): Result<MakeStopper> {
  switch (name) {
    case 'none':
      return ok(noStopper());
    case 'median':
    case 'percentile': {
      const percentile = name === 'median' ? MEDIAN : (settings.percentile ?? MEDIAN);
      return ok(percentileStopper(percentile, given(settings, COMPARING)));
    }
    case 'patience':
      return patient(settings, checkpoint);
    case 'threshold':
      return ok(thresholdStopper(given(settings, { ...CHECKS, lower: 'lower', upper: 'upper' })));
    case 'auto':
      return ok(autoStopper());
    case 'asha':
      return ok(stopping(given(settings, STOPPING), settings));
    case 'asha-promotion':
      return ok(promoting(halvingPromote(given(settings, PROMOTING)), settings, checkpoint));
    case 'pasha':
      return ok(promoting(pashaStopper(given(settings, PROMOTING)), settings, checkpoint));
    case 'curve': {
      const { confidence } = settings;
      if (confidence !== undefined && confidence >= 1) return ok(noStopper()); // nothing is that sure
      // 1 - 0.9 is not 0.1 in binary.
      const rate = confidence === undefined ? {} : { rate: Number((1 - confidence).toPrecision(12)) };
      const names = { minResource: 'firstCheck', learnFrom: 'learnFrom' } as const;
      return ok(curveStopper({ ...rate, ...given(settings, names) }));
    }
    case 'hyperband':
      return ok(hyperbandStopper(given(settings, BRACKETS)));
    case 'sweep-hyperband': {
      const names = { minResource: 'minIter', maxResource: 'maxIter', brackets: 's' } as const;
      return ok(sweepBandsStopper(given(settings, { ...names, reduction: 'eta', strict: 'strict' })));
    }
  }
  throw new Error(`no such stopper: ${String(name satisfies never)}`);
}

function stopping(rungs: HalvingSettings, settings: StopperSettings): MakeStopper {
  const one = halvingStop(rungs);
  const several = paretoHalving(given(settings, FRONTS));
  return (study) => (study.objectives.length > 1 ? several(study) : one(study));
}

/** Where trials keep nothing to go on from, a promotion would be paid twice. */
function promoting(
  pausing: MakeStopper,
  settings: StopperSettings,
  checkpoint: boolean | undefined,
): MakeStopper {
  if (checkpoint === true) return pausing;
  const other = stopping(given(settings, RUNGS), settings);
  return checkpoint === false ? other : promoteOrStop(pausing, other);
}

function patient(settings: StopperSettings, checkpoint: boolean | undefined): Result<MakeStopper> {
  const { patience = PATIENCE, wraps } = settings;
  const inner = wraps === undefined ? undefined : stopperOf(wraps, checkpoint);
  if (inner?.ok === false) return inner;
  const wrapped = inner === undefined ? {} : { wraps: inner.value };
  return ok(patienceStopper({ patience, ...given(settings, PATIENT), ...wrapped }));
}

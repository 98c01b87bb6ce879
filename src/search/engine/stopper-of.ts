import { ok, type Result } from '../../result.ts';
import type { StopperChoice, StopperSettings } from '../file/engine-choice.ts';
import { autoStopper } from '../auto/auto-stopper.ts';
import { hyperbandStopper } from '../stoppers/brackets.ts';
import { curveStopper } from '../stoppers/curve.ts';
import { noStopper } from '../stoppers/guarded.ts';
import { halvingPromote } from '../stoppers/halving-promote.ts';
import { halvingStop } from '../stoppers/halving-stop.ts';
import { paretoHalving } from '../stoppers/pareto-halving.ts';
import { pashaStopper } from '../stoppers/pasha.ts';
import { patienceStopper } from '../stoppers/patience.ts';
import { percentileStopper } from '../stoppers/percentile.ts';
import type { MakeStopper } from '../stoppers/stopper.ts';
import { sweepBandsStopper } from '../stoppers/sweep-bands.ts';
import { thresholdStopper } from '../stoppers/threshold.ts';

/** The settings under the names that a rule has for them; what was not given is the rule's own default. */
function given(
  settings: StopperSettings,
  names: Readonly<Partial<Record<keyof StopperSettings, string>>>,
): Readonly<Record<string, number | boolean>> {
  const found: Record<string, number | boolean> = {};
  for (const [from, to] of Object.entries(names)) {
    const value = settings[from as keyof StopperSettings];
    if (value !== undefined) found[to] = value;
  }
  return found;
}

/** Reports without an improvement that are borne where nothing else is said. */
const PATIENCE = 5;
const MEDIAN = 50;

/** @returns what makes the stopper that was asked for. */
export function stopperOf({ name, settings }: StopperChoice): Result<MakeStopper> {
  switch (name) {
    case 'none':
      return ok(noStopper());
    case 'median':
    case 'percentile': {
      const names = { warmup: 'warmup', startup: 'startup', minTrials: 'minTrials' };
      const percentile = name === 'median' ? MEDIAN : (settings.percentile ?? MEDIAN);
      return ok(percentileStopper(percentile, given(settings, names)));
    }
    case 'patience': {
      const patience = settings.patience ?? PATIENCE;
      return ok(patienceStopper({ patience, ...given(settings, { minDelta: 'minDelta' }) }));
    }
    case 'threshold':
      return ok(thresholdStopper(given(settings, { lower: 'lower', upper: 'upper', warmup: 'warmup' })));
    case 'auto':
      return ok(autoStopper());
    case 'asha': {
      const rungs = given(settings, { minResource: 'firstRung', reduction: 'eta' });
      const [one, several] = [halvingStop(rungs), paretoHalving(rungs)];
      return ok((study) => (study.objectives.length > 1 ? several(study) : one(study)));
    }
    case 'asha-promotion':
      return ok(halvingPromote(given(settings, { minResource: 'firstRung', reduction: 'eta' })));
    case 'pasha':
      return ok(pashaStopper(given(settings, { minResource: 'firstRung', reduction: 'eta' })));
    case 'curve': {
      const { confidence } = settings;
      if (confidence !== undefined && confidence >= 1) return ok(noStopper()); // nothing is that sure
      // 1 - 0.9 is not 0.1 in binary.
      const rate = confidence === undefined ? {} : { rate: Number((1 - confidence).toPrecision(12)) };
      return ok(curveStopper({ ...rate, ...given(settings, { minResource: 'firstCheck' }) }));
    }
    case 'hyperband': {
      const names = { minResource: 'minResource', maxResource: 'maxResource', brackets: 'brackets' };
      return ok(hyperbandStopper(given(settings, { ...names, reduction: 'eta' })));
    }
    case 'sweep-hyperband': {
      const names = { minResource: 'minIter', maxResource: 'maxIter', brackets: 's' } as const;
      return ok(sweepBandsStopper(given(settings, { ...names, reduction: 'eta', strict: 'strict' })));
    }
  }
  throw new Error(`no such stopper: ${String(name satisfies never)}`);
}

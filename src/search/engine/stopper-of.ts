import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { StopperChoice, StopperSettings } from '../file/engine-choice.ts';
import { autoStopper } from '../auto/auto-stopper.ts';
import { hyperbandStopper } from '../stoppers/brackets.ts';
import { noStopper } from '../stoppers/guarded.ts';
import { halvingStop } from '../stoppers/halving-stop.ts';
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
    case 'asha':
      return ok(halvingStop(given(settings, { minResource: 'firstRung', reduction: 'eta' })));
    case 'hyperband': {
      const names = { minResource: 'minResource', maxResource: 'maxResource', brackets: 'brackets' };
      return ok(hyperbandStopper(given(settings, { ...names, reduction: 'eta' })));
    }
    case 'sweep-hyperband': {
      const names = { minResource: 'minIter', maxResource: 'maxIter', brackets: 's' } as const;
      return ok(sweepBandsStopper(given(settings, { ...names, reduction: 'eta', strict: 'strict' })));
    }
    default:
      return err(
        problem(
          'E_SEARCH',
          `there is no stopper ${name} in this version`,
          undefined,
          'Take auto, asha, hyperband, median, percentile, patience, threshold or none.',
        ),
      );
  }
}

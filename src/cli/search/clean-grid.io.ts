import { type Problem, problem } from '../../errors.ts';
import type { IntensityTrace } from '../../grid/intensity-trace.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CarbonSettings } from '../../search/file/search-spec.ts';
import type { MeasuredTrials, TrialSession } from '../../search/trial/measured-trials.io.ts';
import type { CleanSetting } from '../../search/workers/clean-hours.ts';
import { printIntensity } from '../../units/format.ts';
import { type GridNow, gridOfTrace, liveGrid, traceOf } from './grid-now.io.ts';

/** So long trials wait for cleaner electricity where the file does not say, s. */
const MAX_WAIT_S = 86_400;

/** What a search file says of the grid, once it is known that it can be kept. */
export interface CarbonPlan {
  readonly settings: CarbonSettings;
  readonly trace: IntensityTrace | undefined;
  /** What of it has no effect. */
  readonly warnings: readonly Problem[];
}

/** Checks what the file says of the grid. @param file of the search. @param isOnline whether a live source may be asked. */
export function carbonPlan(
  host: Host,
  settings: CarbonSettings = {},
  file: string | undefined,
  isOnline: boolean,
): Result<CarbonPlan> {
  const read = traceOf(host, settings, file);
  if (!read.ok) return read;
  const { intensity, pauseAbove } = settings;
  const plan = { settings, trace: read.value, warnings: [] };
  if (pauseAbove === undefined)
    return ok(read.value === undefined ? plan : { ...plan, warnings: [WITHOUT_LIMIT] });
  if (typeof intensity === 'number') {
    const [is, most] = [printIntensity(intensity), printIntensity(pauseAbove)];
    if (intensity > pauseAbove) return err(never(is, most));
    return ok({ ...plan, warnings: [nothingWaits(`carbon.intensity is one figure for all hours, ${is}.`)] });
  }
  if (read.value !== undefined || isOnline) return ok(plan);
  return ok({
    ...plan,
    warnings: [nothingWaits('Offline only a yearly figure is known, not that of this hour.')],
  });
}

/** The grid that trials wait for, and what asks it; undefined where nothing waits. */
export async function cleanGrid(
  host: Host,
  { settings, trace }: CarbonPlan,
  { online }: TrialSession,
  measured: MeasuredTrials,
): Promise<(GridNow & { readonly clean: CleanSetting }) | undefined> {
  const { pauseAbove, intensity, maxWaitS = MAX_WAIT_S } = settings;
  if (pauseAbove === undefined || typeof intensity === 'number') return undefined;
  const file = typeof intensity === 'object' ? intensity.file : '';
  const grid =
    trace !== undefined
      ? gridOfTrace(host, trace, file)
      : online === undefined
        ? undefined
        : await liveGrid(host, online, measured.intensity);
  return grid === undefined ? undefined : { ...grid, clean: { pauseAbove, maxWaitS, nowG: grid.nowG } };
}

const FIX = 'name a file with the intensity over time as carbon.intensity, or ask a live source: --online';

function nothingWaits(why: string): Problem {
  return problem('E_SEARCH', 'carbon.pause_above: no trial will wait', why, FIX);
}

function never(is: string, most: string): Problem {
  const what = `no trial would ever be begun: the electricity is ${is}, and they wait above ${most}`;
  return problem('E_CONFIG', what, 'carbon.intensity is one figure for all hours.', FIX);
}

const WITHOUT_LIMIT = problem(
  'E_SEARCH',
  'carbon.intensity: a file over time decides when trials wait, and nothing says above what',
  'Carbon itself is counted by the place, or by --intensity.',
  'add such as `pause_above: 450` to carbon',
);

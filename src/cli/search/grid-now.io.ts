import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import type { SourcedIntensity } from '../../grid/intensity.ts';
import { type IntensityTrace, readTrace, traceAt } from '../../grid/intensity-trace.ts';
import { figuresFor } from '../../grid/live/figures.io.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import type { OnlineOptions } from '../../run/online/online-options.ts';
import type { CarbonSettings } from '../../search/file/search-spec.ts';

/** How often a live source is asked; what it told an hour ago still stands, ms. */
const ASK_MS = 600_000;
/** An answer stands so long when none follows it, ms. */
const STANDS_MS = 2 * 3_600_000;

/** What the grid is now. */
export interface GridNow {
  /** g CO2e/kWh; undefined where nobody knows. */
  readonly nowG: () => number | undefined;
  /** Why nobody knows, once there is a reason. */
  readonly problem: () => Problem | undefined;
  readonly close: () => void;
}

/** What a file says of the grid over time, read before anything is begun. @param file of the search, beside which the trace stands. */
export function traceOf(
  host: Host,
  { intensity }: CarbonSettings,
  file: string | undefined,
): Result<IntensityTrace | undefined> {
  if (typeof intensity !== 'object') return ok(undefined);
  const folder = file === undefined || file === '-' ? '.' : dirname(file);
  const path = resolve(host.cwd, folder, intensity.file);
  try {
    return readTrace(readFileSync(path, 'utf8'), intensity.file);
  } catch (failure) {
    const { why } = whyNot(failure);
    const fix = 'Name a file by its path from the folder of the search file.';
    return err(problem('E_CONFIG', `carbon.intensity: ${intensity.file} cannot be read`, why, fix));
  }
}

/** A grid as a file has it. */
export function gridOfTrace(host: Host, trace: IntensityTrace, name: string): GridNow {
  const nowG = (): number | undefined => traceAt(trace, host.clock.wallMs());
  return {
    nowG,
    problem: () => (nowG() === undefined ? outside(trace, name) : undefined),
    close: () => undefined,
  };
}

/** A grid as a live source tells it; the first answer is waited for as long as a run waits for one. */
export async function liveGrid(
  host: Host,
  options: OnlineOptions,
  place: SourcedIntensity | undefined,
): Promise<GridNow> {
  const { chosenSources } = await import('../../run/online/chosen-sources.io.ts');
  const abort = new AbortController();
  const { sources, problems } = chosenSources(host, options, place, abort.signal);
  const [chosen] = sources;
  let now: { readonly gPerKwh: number; readonly untilMs: number } | undefined;
  let wrong: Problem | undefined = chosen === undefined ? problems[0] : undefined;
  const ask = async (): Promise<void> => {
    if (chosen === undefined) return;
    const nowMs = host.clock.wallMs();
    const { hours, refusal } = await figuresFor(host, chosen.source, chosen.zone, {
      fromMs: nowMs,
      toMs: nowMs + 1,
    });
    const last = hours.at(-1);
    wrong = last === undefined ? refusal?.problem : undefined;
    now = last === undefined ? undefined : { gPerKwh: last.gPerKwh, untilMs: nowMs + STANDS_MS };
  };
  const timer = setInterval(() => void ask(), ASK_MS);
  timer.unref();
  let late: NodeJS.Timeout | undefined;
  await Promise.race([ask(), new Promise((done) => (late = setTimeout(done, options.waitS * 1000)))]);
  clearTimeout(late);
  return {
    nowG: () => (now === undefined || host.clock.wallMs() > now.untilMs ? undefined : now.gPerKwh),
    problem: () => wrong,
    close: () => {
      clearInterval(timer);
      abort.abort();
    },
  };
}

function outside({ fromMs, endMs }: IntensityTrace, name: string): Problem {
  const text = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;
  return problem(
    'E_SEARCH',
    `carbon.intensity: ${name} says nothing of now`,
    `It goes from ${text(fromMs[0] ?? 0)} to ${text(endMs)}.`,
    'Trials do not wait meanwhile. Give it the hours to come.',
  );
}

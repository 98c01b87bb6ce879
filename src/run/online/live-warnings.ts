import type { SourcedIntensity } from '../../grid/intensity.ts';
import type { Figures } from '../../grid/live/figures.ts';
import type { LiveSourceFacts } from '../../grid/live/live-table.ts';
import { type Problem, problem } from '../../errors.ts';
import { printDuration } from '../../units/format-duration.ts';

const HOUR_MS = 3_600_000;

/** A source at the end of a run. */
export interface LiveOutcome {
  readonly facts: LiveSourceFacts;
  readonly zone: string;
  readonly figures: Figures;
  /** Stretch of the run, ms. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
}

/** What is to be said of a source's figures when a run is over: that they are missing, old, or mean something else than the yearly table's. */
export function liveWarnings(
  outcome: LiveOutcome,
  offline: SourcedIntensity | undefined,
): readonly Problem[] {
  return [missingOrOld(outcome), otherBoundary(outcome, offline)].filter((one) => one !== undefined);
}

function missingOrOld({ facts, zone, figures, fromMs, toMs, nowMs }: LiveOutcome): Problem | undefined {
  const { hours, refusal } = figures;
  const wanted = Math.ceil(toMs / HOUR_MS) - Math.floor(fromMs / HOUR_MS);
  const missing = Math.max(1, wanted) - hours.length;
  const isMarginal = facts.basis === 'marginal';
  const instead = isMarginal ? 'its marginal emissions are not known' : 'the yearly figure stands in';
  const why = refusal?.problem.why;
  const fix = refusal?.problem.fix;
  if (missing > 0) {
    const part = hours.length === 0 ? '' : ` for ${missing} of ${wanted} hours`;
    const none = `it has no figure for ${missing === 1 ? 'that hour' : 'these hours'} (null)`;
    return problem('E_GRID', `${facts.name}: no figure for ${zone}${part}; ${instead}`, why ?? none, fix);
  }
  if (refusal === undefined) return undefined;
  const oldestMs = Math.min(...hours.map(({ askedMs }) => askedMs));
  const age = printDuration(Math.max(0, (nowMs - oldestMs) / 1000));
  return problem(
    'E_GRID',
    `${facts.name}: nothing new for ${zone}; its figures of ${age} ago stand in`,
    why,
    fix,
  );
}

function otherBoundary(
  { facts, figures }: LiveOutcome,
  offline: SourcedIntensity | undefined,
): Problem | undefined {
  const boundary = figures.last?.boundary ?? facts.boundary;
  const isReplaced = facts.basis === 'average' && figures.hours.length > 0;
  if (!isReplaced || offline?.boundary !== 'life-cycle' || boundary === 'life-cycle') return undefined;
  return problem(
    'E_GRID',
    "this run's carbon counts the direct emissions of power stations only",
    `${facts.name} leaves out fuel supply and construction, which the yearly table counts (life-cycle)`,
    'compare it only with runs of the same source, or set `grid-source` to electricity-maps',
  );
}

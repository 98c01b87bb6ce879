import type { Importances } from '../../../src/search/importance/importance.ts';
import type { PlanJson } from '../../../src/search/study/plan-json.ts';
import type { StudySummary, TrialSummary } from '../../../src/search/study/summary.ts';

/** What `joulebook study ls --json` says. */
export interface StudyList {
  readonly studies: readonly StudySummary[];
  readonly total: number;
}

/** What `joulebook study show --importance --json` says. */
export interface StudyShown extends StudySummary {
  /** What the study counts in: `epoch`. */
  readonly resource: string | null;
  readonly maxResource: number | null;
  readonly space: PlanJson['space'];
  /** The study's own time: how long it was at work. */
  readonly seconds: number;
  readonly list: readonly TrialSummary[];
  readonly importances: Importances;
}

/** What `joulebook study best --json` says. */
export interface StudyBest {
  readonly isComplete: boolean;
  readonly best: readonly (TrialSummary & { readonly command: string | null })[];
}

/** What `joulebook study explain --json` says of a trial. */
export interface TrialExplained extends TrialSummary {
  readonly sentences: readonly string[];
}

/** Which runs of the book the trials are. */
export interface TrialRuns {
  readonly runs: readonly { readonly trial: number; readonly ids: readonly string[] }[];
  readonly filter: string | null;
}

/** The address of the API for a study and what stands below it. */
export function studyPath(name: string, below = ''): string {
  return `/studies/${encodeURIComponent(name)}${below}`;
}

import { streamOf } from '../random/stream-of.ts';
import { valueKey } from '../space/value-key.ts';
import type { Decision } from '../stoppers/stopper.ts';
import { BatchMind } from './batch-mind.ts';
import type { Mind, StudyEngine } from './mind.ts';
import { PresentMind } from './present-mind.ts';
import type { StudyBegun, StudyEvent, TimedEvent, TrialReported, TrialStarted } from './study-event.ts';
import { StudyState } from './study-state.ts';

/** A place at which a study would have decided otherwise. */
export interface Difference {
  readonly trial: number;
  /** One sentence without a full stop. */
  readonly text: string;
}

/** What came of deciding everything again. */
export interface Audit {
  /** Configurations and promotions that were proposed again, and reports that were decided on again. */
  readonly proposals: number;
  readonly decisions: number;
  readonly differences: readonly Difference[];
}

/** Rules of the study itself, which no stopper has decided. */
const OWN_RULES: ReadonlySet<string> = new Set(['budget', 'final']);

/**
 * Decides everything in a journal again, with what was known at each moment: a study is the same to the bit wherever and whenever it is
 * replayed, so a difference shows another version of the engine, or a journal that was changed.
 */
export function audit(begun: StudyBegun, events: readonly TimedEvent[], engine: StudyEngine): Audit {
  return new Auditor(begun, engine).run(events);
}

class Auditor {
  readonly #state: StudyState;
  readonly #mind: Mind;
  readonly #differences: Difference[] = [];
  #proposals = 0;
  #decisions = 0;

  constructor(begun: StudyBegun, engine: StudyEngine) {
    this.#state = new StudyState(begun);
    const { deterministic } = this.#state.plan;
    this.#mind = deterministic ? new BatchMind(this.#state, engine) : new PresentMind(this.#state, engine);
  }

  run(events: readonly TimedEvent[]): Audit {
    events.forEach(({ t, event }, i) => {
      if (event.k === 'start') this.#beforeStart(event);
      const wasSentenced = 'n' in event && this.#state.trials[event.n]?.sentence !== undefined;
      const told = this.#state.apply(t, event);
      if (told !== undefined) this.#mind.take(told);
      else if (event.k === 'end' && event.again === true) this.#mind.again(this.#state.trial(event.n));
      if (event.k === 'report' && told !== undefined && !wasSentenced)
        this.#afterReport(event, nextOf(events, i));
    });
    return { proposals: this.#proposals, decisions: this.#decisions, differences: this.#differences };
  }

  /** What was started must be what would be proposed now; retries, queued and final trials are nobody's proposal. */
  #beforeStart({ n, configuration, origin, resumed }: TrialStarted): void {
    const trial = this.#state.trials[n];
    if (resumed !== undefined) {
      if (OWN_RULES.has(resumed.rule) || trial?.state !== 'paused') return;
      this.#proposals++;
      const promoted = this.#mind.promote();
      if (promoted?.trial !== n) this.#differ(n, `it was promoted, ${promotedText(promoted?.trial)}`);
      return;
    }
    if (configuration === undefined || origin === 'final') return;
    this.#proposals++;
    const promoted = this.#mind.promote();
    if (promoted !== undefined) this.#differ(n, `it was proposed, and ${promotedText(promoted.trial)}`);
    const again = this.#mind.propose(n, streamOf(this.#state.plan.seed, n, 'propose'));
    if (again === undefined || valueKey(again) !== valueKey(configuration))
      this.#differ(n, `its configuration would be ${JSON.stringify(again ?? null)}`);
  }

  #afterReport({ n, x }: TrialReported, next: StudyEvent | undefined): void {
    const trial = this.#state.trial(n);
    const report = trial.reports.findLast(({ resource }) => resource === x);
    if (report === undefined || trial.state !== 'running' || trial.origin === 'imported') return;
    const was = next?.k === 'decision' && next.n === n ? next : undefined;
    if (was !== undefined && OWN_RULES.has(was.reason.rule)) return;
    this.#decisions++;
    const now = this.#mind.decide(trial, report);
    const isKnown = trial.spared !== undefined;
    const before = was?.action === 'spared' || was === undefined ? 'continue' : was.action;
    const after = trial.isControl && !hasDiverged(report.losses) ? 'continue' : now.action;
    const reason = reasonOf(now);
    if (before !== after) this.#differ(n, `at ${x} it would ${after}, and was told to ${before}`);
    else if (was !== undefined && reason !== was.reason.text)
      this.#differ(n, `at ${x} the reason would be: ${reason ?? 'none'}`);
    else if (was === undefined && trial.isControl && !isKnown && reason !== undefined)
      this.#differ(n, `at ${x} it would have been spared: ${reason}`);
  }

  #differ(trial: number, text: string): void {
    this.#differences.push({ trial, text });
  }
}

/** The event after that one; that the search was found to be over at that moment is no answer to a report. */
function nextOf(events: readonly TimedEvent[], i: number): StudyEvent | undefined {
  const next = events[i + 1]?.event;
  return next?.k === 'over' ? events[i + 2]?.event : next;
}

function promotedText(trial: number | undefined): string {
  return trial === undefined ? 'and none would be now' : `trial ${trial} would be promoted now`;
}

function reasonOf(decision: Decision): string | undefined {
  return decision.action === 'continue' ? decision.spared?.text : decision.reason.text;
}

function hasDiverged(losses: readonly number[]): boolean {
  return losses.includes(Number.POSITIVE_INFINITY);
}

import { resolve } from 'node:path';
import { argv, emitWarning, pid } from 'node:process';
import { type Problem, problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { realHost } from '../../host/real-host.io.ts';
import { type AgentAnswer, JoulebookError, problemText, type RunResult } from '../../run/agent-answers.ts';
import type { Objective } from '../study/objective.ts';
import type { StudySummary } from '../study/summary.ts';
import { DrivenTrial } from './driven-trial.ts';
import { Lent } from './lent.ts';
import type { JsonValue, SearchWords } from './search-words.ts';
import { StudyChild } from './study-child.io.ts';
import type {
  OptimizeOptions,
  StudyBest,
  StudyHandle,
  StudyOptions,
  StudyTrial,
  TrialFate,
  TrialHandle,
  TrialValues,
} from './study-handle.ts';
import { TrialStopped } from './trial-stopped.ts';

/**
 * Makes a study, or goes on with the one of that name: a search whose trials are calls of your own function, each measured as a run of the
 * book, within a budget of energy.
 *
 * @param search the words of a search file, or the path of one.
 * @throws JoulebookError (as a rejection) where the search is not understood, another process works on the study, or the one of that name is
 * of another search.
 * @example
 * const digits = await study({
 *   name: 'digits',
 *   objective: { metric: 'accuracy', goal: 'maximize', max_resource: 20 },
 *   budget: '20 Wh',
 *   parameters: { lr: space.float(1e-4, 1, { log: true }), hidden: [16, 32, 64] },
 * });
 * const best = await digits.optimize(async (trial) => {
 *   for (let epoch = 1; epoch <= 20; epoch++) {
 *     const { shouldStop } = await trial.report({ accuracy: trainOne(trial.params) }, { step: epoch });
 *     if (shouldStop) break;
 *   }
 * });
 * console.log(best.trials[0]?.parameters, best.trials[0]?.values);
 * await digits.close();
 */
export async function study(search: SearchWords | string, options: StudyOptions = {}): Promise<StudyHandle> {
  const host = options.host ?? realHost();
  const child = StudyChild.start(host, argumentsOf(options), options.agent);
  const { seed, workers } = options;
  try {
    const opened = await child.ask({
      type: 'open',
      pid,
      command: argv,
      ...(typeof search === 'string'
        ? { file: resolve(host.cwd, search) }
        : { text: JSON.stringify(search, null, 2), label: 'study()' }),
      ...(seed === undefined ? {} : { seed }),
      ...(workers === undefined ? {} : { workers }),
    });
    for (const warning of opened['warnings'] as readonly Problem[]) warn(options, warning);
    return new DrivenStudy(child, opened, host, options);
  } catch (failure) {
    await child.close();
    throw failure;
  }
}

/** A study as its owner sees it; made by {@link study}. */
class DrivenStudy implements StudyHandle {
  readonly name: string;
  readonly seed: number;
  readonly isNew: boolean;
  readonly workers: number;
  readonly objectives: readonly Objective[];
  readonly run: string;
  over: string | undefined;
  readonly #child: StudyChild;
  readonly #options: StudyOptions;
  readonly #lent: Lent;
  readonly #inFlight = new Set<DrivenTrial>();
  /** Those who wait for a trial in flight to end. */
  #waiting: (() => void)[] = [];
  #closing: Promise<RunResult> | undefined;

  constructor(child: StudyChild, opened: AgentAnswer, host: Host, options: StudyOptions) {
    this.#child = child;
    this.#options = options;
    this.name = opened['study'] as string;
    this.seed = opened['seed'] as number;
    this.isNew = opened['isNew'] === true;
    this.workers = opened['workers'] as number;
    this.objectives = opened['objectives'] as readonly Objective[];
    this.run = opened['run'] as string;
    this.#lent = new Lent(host.env);
    this.#lent.set(opened['environment'] as Readonly<Record<string, string>>);
  }

  async ask(): Promise<TrialHandle | null> {
    return this.#ask();
  }

  async #ask(): Promise<DrivenTrial | null> {
    for (;;) {
      const answer = await this.#child.ask({ type: 'ask' });
      if (answer.type === 'over') {
        this.over = answer['text'] as string;
        return null;
      }
      if (answer.type === 'trial') {
        const trial: DrivenTrial = new DrivenTrial(answer, this.objectives, (message) =>
          this.#say(trial, message),
        );
        this.#inFlight.add(trial);
        return trial;
      }
      if (this.#inFlight.size > 0) await new Promise<void>((resolved) => this.#waiting.push(resolved));
    }
  }

  async #say(trial: DrivenTrial, message: Readonly<Record<string, unknown>>): Promise<AgentAnswer> {
    const answer = await this.#child.ask(message);
    for (const warning of (answer['warnings'] ?? []) as readonly Problem[]) warn(this.#options, warning);
    if (message['type'] === 'tell') {
      this.#inFlight.delete(trial);
      for (const wake of this.#waiting.splice(0)) wake();
    }
    return answer;
  }

  async optimize(
    fn: (trial: TrialHandle) => TrialValues | void | Promise<TrialValues | void>,
    options: OptimizeOptions = {},
  ): Promise<StudyBest> {
    const {
      trials = Number.POSITIVE_INFINITY,
      timeS = Number.POSITIVE_INFINITY,
      budget,
      signal,
      onTrial,
    } = options;
    if (budget !== undefined) {
      const budgets = typeof budget === 'string' ? [budget] : budget;
      await this.#child.ask({ type: 'budget', budgets });
    }
    const untilMs = performance.now() + timeS * 1000;
    const begun = new Set<number>();
    let asked = 0;
    let failure: unknown;
    const isEnding = (): boolean =>
      begun.size + asked >= trials ||
      failure !== undefined ||
      signal?.aborted === true ||
      performance.now() >= untilMs;
    const work = async (): Promise<void> => {
      while (!isEnding()) {
        asked += 1;
        const trial = await this.#ask().finally(() => (asked -= 1));
        if (trial === null) return;
        begun.add(trial.number);
        const fate = await this.#run(trial, fn);
        onTrial?.(trial, fate);
        if (fate.failing !== undefined)
          throw new JoulebookError(failed(fate.failing, fate.why, this.objectives));
      }
    };
    const keep = (thrown: unknown): void => {
      failure ??= thrown; // the others end what they have begun
    };
    await Promise.all(Array.from({ length: this.workers }, () => work().catch(keep)));
    if (failure !== undefined) throw failure;
    return this.best();
  }

  /** Runs one trial to its end. */
  async #run(
    trial: DrivenTrial,
    fn: (trial: TrialHandle) => TrialValues | void | Promise<TrialValues | void>,
  ): Promise<TrialFate> {
    // Several at once have one environment: what they start is part of the run around them.
    const isAlone = this.workers === 1;
    if (isAlone) this.#lent.set(trial.environment);
    try {
      const values = await fn(trial);
      return await trial.tell(values ?? undefined);
    } catch (failure) {
      if (failure instanceof JoulebookError) throw failure;
      if (failure instanceof TrialStopped) return await trial.stop(failure.message);
      const fate = await trial.fail(failureText(failure));
      if (fate.state === 'failed' || fate.again) this.#tellFailure(trial, failure);
      return fate;
    } finally {
      if (isAlone) this.#lent.takeBack();
    }
  }

  #tellFailure({ number }: DrivenTrial, failure: unknown): void {
    const what = `trial ${number} of ${this.name} failed: ${failureText(failure)}`;
    const frames = failure instanceof Error ? (failure.stack ?? '').split('\n') : [];
    const frame = frames.find((line) => line.trimStart().startsWith('at '))?.trim();
    warn(this.#options, problem('E_TRIAL', what, frame));
  }

  async enqueue(parameters: Readonly<Record<string, JsonValue>>): Promise<number> {
    return (await this.#child.ask({ type: 'enqueue', parameters }))['trial'] as number;
  }

  async best(): Promise<StudyBest> {
    const answer = await this.#child.ask({ type: 'best' });
    return { isComplete: answer['isComplete'] === true, trials: answer['best'] as readonly StudyTrial[] };
  }

  async trials(): Promise<readonly StudyTrial[]> {
    return (await this.#child.ask({ type: 'trials' }))['list'] as readonly StudyTrial[];
  }

  async summary(): Promise<Omit<StudySummary, 'recommended'>> {
    return (await this.#child.ask({ type: 'trials' }))['summary'] as StudySummary;
  }

  close(): Promise<RunResult> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<RunResult> {
    try {
      const result = (await this.#child.ask({ type: 'close' })) as unknown as RunResult;
      for (const warning of result.warnings) warn(this.#options, warning);
      return result;
    } finally {
      this.#lent.takeBackAll();
      await this.#child.close();
    }
  }
}

function argumentsOf(options: StudyOptions): readonly string[] {
  const { book, intervalS, region, intensity, pue, price, project, tags = [] } = options;
  const given = { book, region, intensity, pue, price, project };
  return [
    ...Object.entries(given).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name}`, `${value}`],
    ),
    ...(intervalS === undefined ? [] : ['--interval', `${intervalS}s`]),
    ...tags.flatMap((tag) => ['--tag', tag]),
  ];
}

function failureText(failure: unknown): string {
  const text = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);
  return text.slice(0, 2000);
}

function failed(why: string, last: string | undefined, objectives: readonly Objective[]): Problem {
  const sought = objectives.map(({ metric }) => metric).join(' and ');
  return problem(
    'E_TRIAL',
    `the search ends: ${why}`,
    `A mistake in the function would spend the whole budget on nothing.${last === undefined ? '' : ` The last trial: ${last}.`}`,
    `Mend it: it is to report or return ${sought}. The same program goes on with the study.`,
  );
}

function warn({ onWarning }: StudyOptions, found: Problem): void {
  if (onWarning === undefined)
    emitWarning(problemText(found), { type: 'JoulebookWarning', code: found.code });
  else onWarning(found);
}

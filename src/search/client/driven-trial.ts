import type { AgentAnswer, EnergyScopes } from '../../run/agent-answers.ts';
import type { StopReason } from '../stoppers/stopper.ts';
import type { Objective } from '../study/objective.ts';
import type { JsonValue } from './search-words.ts';
import type { TrialDecision, TrialFate, TrialHandle, TrialValues } from './study-handle.ts';
import { namedValues } from './trial-values.ts';

/** Says something to the study. */
export type Say = (message: Readonly<Record<string, unknown>>) => Promise<AgentAnswer>;

/** A trial of the study's answer to `ask`. */
export class DrivenTrial implements TrialHandle {
  readonly number: number;
  readonly attempt: number;
  readonly seed: number;
  readonly params: Readonly<Record<string, JsonValue>>;
  readonly resumed: boolean;
  readonly maxResource: number | undefined;
  readonly checkpoints: string;
  readonly run: string;
  /** What processes find that the trial starts. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #say: Say;
  readonly #objectives: readonly Objective[];
  #told: Promise<TrialFate> | undefined;

  constructor(answer: AgentAnswer, objectives: readonly Objective[], say: Say) {
    this.number = answer['trial'] as number;
    this.attempt = answer['attempt'] as number;
    this.seed = answer['seed'] as number;
    this.params = answer['parameters'] as Readonly<Record<string, JsonValue>>;
    this.resumed = answer['resumed'] === true;
    this.maxResource = (answer['maxResource'] as number | null) ?? undefined;
    this.checkpoints = answer['checkpoints'] as string;
    this.run = answer['run'] as string;
    this.environment = answer['environment'] as Readonly<Record<string, string>>;
    this.#objectives = objectives;
    this.#say = say;
  }

  /** It was told. */
  get isOver(): boolean {
    return this.#told !== undefined;
  }

  async report(values: TrialValues, at: { readonly step?: number } = {}): Promise<TrialDecision> {
    const { step } = at;
    const said = namedValues(values, this.#objectives);
    return decisionOf(
      await this.#say({
        type: 'report',
        trial: this.number,
        values: said,
        ...(step === undefined ? {} : { step }),
      }),
    );
  }

  async shouldStop(): Promise<boolean> {
    return decisionOf(await this.#say({ type: 'look', trial: this.number })).shouldStop;
  }

  async tell(values?: TrialValues): Promise<TrialFate> {
    return this.#tell('complete', { values: namedValues(values, this.#objectives) });
  }

  stop(why?: string): Promise<TrialFate> {
    return this.#tell('stopped', why === undefined || why === '' ? {} : { why });
  }

  fail(why: string): Promise<TrialFate> {
    return this.#tell('failed', why === '' ? {} : { why });
  }

  lose(): Promise<TrialFate> {
    return this.#tell('lost', {});
  }

  #tell(state: string, more: Readonly<Record<string, unknown>>): Promise<TrialFate> {
    this.#told ??= this.#say({ type: 'tell', trial: this.number, state, ...more }).then(fateOf);
    return this.#told;
  }
}

function decisionOf(answer: AgentAnswer): TrialDecision {
  const action = answer['decision'] as TrialDecision['action'];
  const reason = answer['reason'] as StopReason | null;
  return {
    action,
    shouldStop: action !== 'continue',
    ...(reason === null ? {} : { reason: reason.text }),
  };
}

function fateOf(answer: AgentAnswer): TrialFate {
  const why = (answer['why'] as string | undefined) ?? (answer['reason'] as StopReason | undefined)?.text;
  const failing = answer['failing'] as string | undefined;
  const energy = answer['energy'] as EnergyScopes | undefined;
  return {
    state: answer['state'] as TrialFate['state'],
    again: answer['again'] === true,
    joules: answer['joules'] as number,
    ...(energy === undefined ? {} : { energy }),
    ...(why === undefined ? {} : { why }),
    ...(failing === undefined ? {} : { failing }),
  };
}

import type { Problem } from '../errors.ts';
import type { RunState } from '../book/journal-event.ts';
import type { WrittenEstimate } from '../units/estimate.ts';
import type { Grade } from '../units/sourced.ts';

/** An energy at the wall, J, in its three scopes. `attributed` is the headline. */
export interface EnergyScopes {
  readonly attributed: WrittenEstimate;
  /** The part above idle. */
  readonly active: WrittenEstimate;
  /** The whole machine while it lasted. */
  readonly machine: WrittenEstimate;
}

/** What stands beside operational carbon and is never in it; what is not known is left out. */
export interface Besides {
  /** The run's part of making the machine, g CO2e. */
  readonly embodied: WrittenEstimate;
  /** Market-based carbon, g CO2e. */
  readonly market: WrittenEstimate;
  /** Water of the site, L. */
  readonly water: WrittenEstimate;
  /** Cost of the electricity; its unit is the currency. */
  readonly cost: WrittenEstimate;
}

/** What a finished run cost. */
export interface RunResult extends Partial<Besides> {
  /** ULID. */
  readonly run: string;
  readonly name: string;
  readonly state: RunState;
  readonly durationS: number;
  readonly energy: EnergyScopes;
  /** Operational carbon, g CO2e. */
  readonly carbon: WrittenEstimate;
  readonly grade: Grade;
  /** Path of `run.json`; null where the book could not be written. */
  readonly record: string | null;
  readonly warnings: readonly Problem[];
}

/** What a window cost: an inclusive part of its run. */
export interface WindowResult {
  readonly name: string;
  readonly durationS: number;
  readonly energy: EnergyScopes;
  /** Operational carbon, g CO2e, where the agent tells it. */
  readonly carbon?: WrittenEstimate;
}

/** What a run has cost until now. */
export interface RunSnapshot extends Partial<Besides> {
  readonly durationS: number;
  /** Attributed power of the last interval, W. */
  readonly powerW: number | null;
  readonly energy: EnergyScopes;
  readonly carbon: WrittenEstimate;
  readonly grade: Grade;
  /** Attributed energy of the whole run and the seconds that are left, once three epochs are known. */
  readonly forecast?: { readonly energy: WrittenEstimate; readonly remainingS: number };
}

/** A line of the agent. What its type promises is believed: the agent is ours and of one package with us. */
export interface AgentAnswer {
  readonly re?: number | string | null;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The agent's answer to `start`. */
export interface StartedAnswer {
  readonly run: string;
  readonly name: string;
  readonly dir: string | null;
  readonly book?: string | null;
  readonly reportFile?: string | null;
  readonly nested: boolean;
  readonly warnings?: readonly Problem[];
}

/** Reads a line of the agent; undefined for what is not the protocol (a shell profile that prints, say). */
export function parseAnswer(line: string): AgentAnswer | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
    return typeof value.type === 'string' ? (value as AgentAnswer) : undefined;
  } catch {
    return undefined;
  }
}

/** The problem in an `error` answer. */
export function problemOf(answer: AgentAnswer): Problem {
  const error = answer['error'];
  if (typeof error === 'object' && error !== null && 'what' in error) return error as Problem;
  return { code: 'E_PROTOCOL', what: 'the agent refused a message' };
}

/** Tracker trouble, thrown only where `strict` asks for it. */
export class JoulebookError extends Error {
  override readonly name = 'JoulebookError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problemText(problem));
    this.problem = problem;
  }
}

/** A problem in up to three lines. */
export function problemText({ what, why, fix }: Problem): string {
  return [
    what,
    ...(why === undefined ? [] : [`  why: ${why}`]),
    ...(fix === undefined ? [] : [`  fix: ${fix}`]),
  ].join('\n');
}

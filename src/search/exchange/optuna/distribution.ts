import type { ParameterValue } from '../../space/configuration.ts';
import type { Parameter } from '../../space/parameter.ts';

/** A distribution of Optuna as its storages keep it, in the names of its present version. */
export type Distribution =
  | {
      readonly kind: 'float' | 'integer';
      readonly low: number;
      readonly high: number;
      readonly log: boolean;
      readonly step: number | undefined;
    }
  | { readonly kind: 'categorical'; readonly choices: readonly ParameterValue[] };

interface Stored {
  readonly name?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Reads a distribution, also under the names that it had before Optuna 3. Undefined where it is none that we know. */
export function readDistribution(json: string): Distribution | undefined {
  let stored: Stored;
  try {
    stored = JSON.parse(json) as Stored;
  } catch {
    return undefined;
  }
  const { name, attributes = {} } = stored;
  if (name === 'CategoricalDistribution') {
    const choices = attributes['choices'];
    return Array.isArray(choices) && choices.length > 0 ? { kind: 'categorical', choices } : undefined;
  }
  const { low, high, step, q, log } = attributes;
  if (typeof name !== 'string' || typeof low !== 'number' || typeof high !== 'number' || low > high)
    return undefined;
  const width = [step, q].find((value) => typeof value === 'number');
  const isLog = log === true || name.includes('Log');
  const kind = name.startsWith('Int') ? 'integer' : 'float';
  return { kind, low, high, log: isLog, step: isLog && kind === 'float' ? undefined : width };
}

/** A parameter's distribution as Optuna keeps it. What it has no word for becomes the plain range. */
export function writeDistribution(parameter: Parameter): string {
  if (parameter.kind === 'categorical')
    return JSON.stringify({ name: 'CategoricalDistribution', attributes: { choices: parameter.choices } });
  const { kind, low, high, scale, step } = parameter;
  const log = scale === 'log' && low > 0;
  if (kind === 'integer') {
    const width = log ? 1 : (step ?? 1);
    const attributes = { log, step: width, low: Math.ceil(low), high: Math.floor(high) };
    return JSON.stringify({ name: 'IntDistribution', attributes });
  }
  const attributes = { step: log ? null : (step ?? null), low, high, log };
  return JSON.stringify({ name: 'FloatDistribution', attributes });
}

/** A value as Optuna keeps it: a number, of a choice its index. */
export function internalValue(parameter: Parameter, value: ParameterValue): number {
  if (parameter.kind !== 'categorical') return value as number;
  return parameter.choices.findIndex((choice) => JSON.stringify(choice) === JSON.stringify(value));
}

/** The value that a kept number stands for; undefined where a choice has no such index. */
export function externalValue(distribution: Distribution, kept: number): ParameterValue | undefined {
  if (distribution.kind === 'categorical') return distribution.choices[kept];
  return distribution.kind === 'integer' ? Math.round(kept) : kept;
}

/** One parameter for all the distributions that it had in a study: a range that holds them all, all their choices. */
export function mergedParameter(name: string, seen: readonly Distribution[]): Parameter {
  const numeric = seen.filter((one) => one.kind !== 'categorical');
  const categorical = seen.filter((one) => one.kind === 'categorical');
  if (numeric.length === 0 || categorical.length > 0)
    return { kind: 'categorical', name, choices: choicesOf(seen) };
  const low = Math.min(...numeric.map((one) => one.low));
  const high = Math.max(...numeric.map((one) => one.high));
  const kind = numeric.every((one) => one.kind === 'integer') ? 'integer' : 'float';
  const isLog = numeric.every(({ log }) => log) && low > 0;
  const [first] = numeric;
  const step = numeric.every((one) => one.step === first?.step) ? first?.step : undefined;
  const fits = step !== undefined && numeric.every((one) => isMultiple(one.low - low, step));
  return {
    kind,
    name,
    low,
    high,
    scale: isLog ? 'log' : 'linear',
    ...(fits && !isLog && !(kind === 'integer' && step === 1) ? { step } : {}),
  };
}

function isMultiple(distance: number, step: number): boolean {
  const times = distance / step;
  return Math.abs(times - Math.round(times)) < 1e-9;
}

/** Each choice once, as JSON has it; the ends of a range stand for it where a parameter was both. */
function choicesOf(seen: readonly Distribution[]): readonly ParameterValue[] {
  const choices = seen.flatMap((one) => (one.kind === 'categorical' ? one.choices : [one.low, one.high]));
  return [...new Map(choices.map((choice) => [JSON.stringify(choice), choice])).values()];
}

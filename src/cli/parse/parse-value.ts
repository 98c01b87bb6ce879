import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result, unreachable } from '../../result.ts';
import {
  parseDuration,
  parseEnergy,
  parseIntensity,
  parseMass,
  type QuantityOptions,
} from '../../units/quantity.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';
import type { ValueKind } from '../spec/value-kind.ts';

/** What is asked of a value. */
export interface ValueSpec {
  readonly kind: ValueKind;
  readonly values?: readonly string[] | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Reads one value from its text. `label` (an option, a setting) begins the message. */
export function parseValue(text: string, spec: ValueSpec, label: string): Result<unknown> {
  switch (spec.kind) {
    case 'flag':
      return parseFlag(text, label);
    case 'string':
    case 'path':
      return text === '' ? err(refuse(label, text, 'a value', 'It is empty.')) : ok(text);
    case 'int':
    case 'number':
      return inRange(parseNumber(text, spec.kind, label), spec, text, label);
    case 'energy':
      return inRange(parseEnergy(text, amountOptions(spec, label)), spec, text, label);
    case 'mass':
      return inRange(parseMass(text, amountOptions(spec, label)), spec, text, label);
    case 'duration':
      return inRange(parseDuration(text, { label }), spec, text, label, ' s');
    case 'intensity':
      return inRange(parseIntensity(text, { label }), spec, text, label);
    case 'enum':
      return parseEnum(text, spec.values ?? [], label);
    case 'regex':
      return parseRegex(text, label);
    case 'key=value':
      return parseKeyValue(text, label);
    default:
      return unreachable(spec.kind);
  }
}

function amountOptions({ min }: ValueSpec, label: string): QuantityOptions {
  return min === 0 ? { label, zero: 'allowed' } : { label };
}

const YES = new Set(['true', 'yes', 'on', '1']);
const NO = new Set(['false', 'no', 'off', '0', '']);

function parseFlag(text: string, label: string): Result<boolean> {
  const lower = text.toLowerCase();
  if (YES.has(lower)) return ok(true);
  if (NO.has(lower)) return ok(false);
  return err(refuse(label, text, 'yes or no', `"${text}" is neither.`, 'Write `true` or `false`.'));
}

const NUMBER_FIX = {
  int: 'Write digits only, e.g. `4`.',
  number: 'Write digits with a decimal point and no unit, e.g. `0.25`.',
} as const;

function parseNumber(text: string, kind: 'int' | 'number', label: string): Result<number> {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const noun = kind === 'int' ? 'a whole number' : 'a number';
  if (!Number.isFinite(value)) return err(refuse(label, text, noun, `"${text}" is none.`, NUMBER_FIX[kind]));
  if (kind === 'int' && !Number.isSafeInteger(value))
    return err(refuse(label, text, noun, `"${text}" is not whole.`, NUMBER_FIX[kind]));
  return ok(value);
}

function inRange(
  parsed: Result<number>,
  { min, max }: ValueSpec,
  text: string,
  label: string,
  unit = '',
): Result<number> {
  if (!parsed.ok) return parsed;
  const range =
    min !== undefined && max !== undefined
      ? `${min}${unit} to ${max}${unit}`
      : `at least ${min ?? ''}${unit}`;
  const below = min !== undefined && parsed.value < min;
  const above = max !== undefined && parsed.value > max;
  if (!below && !above) return parsed;
  const fix = below ? `Write ${min}${unit} or more.` : `Write ${max}${unit} or less.`;
  return err(refuse(label, text, range, `${text} is ${below ? 'below' : 'above'} that.`, fix));
}

function parseEnum(text: string, values: readonly string[], label: string): Result<string> {
  const exact =
    values.find((value) => value === text) ??
    values.find((value) => value.toLowerCase() === text.toLowerCase());
  if (exact !== undefined) return ok(exact);
  const list = values.join(', ');
  return err(
    refuse(label, text, `one of ${list}`, `"${text}" is none of them.`, didYouMeanText(text, values)),
  );
}

function parseRegex(text: string, label: string): Result<RegExp> {
  try {
    // Python's way of naming groups is taken too.
    return ok(new RegExp(text.replaceAll('(?P<', '(?<')));
  } catch (error) {
    return err(
      refuse(
        label,
        text,
        'a regular expression',
        (error as Error).message,
        "Write one as in JavaScript, e.g. 'loss=(?<loss>[0-9.]+)'.",
      ),
    );
  }
}

function parseKeyValue(
  text: string,
  label: string,
): Result<{ readonly key: string; readonly value: string }> {
  const at = text.indexOf('=');
  const key = text.slice(0, Math.max(at, 0)).trim();
  if (at > 0 && key !== '') return ok({ key, value: text.slice(at + 1) });
  return err(
    refuse(
      label,
      text,
      'KEY=VALUE',
      at < 0 ? 'There is no "=".' : 'There is no name before "=".',
      `Write e.g. \`${label} lr=0.1\`.`,
    ),
  );
}

function refuse(label: string, text: string, wanted: string, why: string, fix?: string): Problem {
  return problem('E_USAGE', `${label} ${text}`.trim().concat(`: ${wanted} is asked for`), why, fix);
}

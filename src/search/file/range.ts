import { axisOf } from '../space/axis.ts';
import type { NumericParameter } from '../space/parameter.ts';

/** A range of numbers as it was asked for. */
export interface RangeRequest {
  readonly low: number;
  readonly high: number;
  /** Both bounds (and the step, if there is one) are written as whole numbers. */
  readonly isWhole: boolean;
  readonly log: boolean;
  readonly step?: number;
  readonly type?: 'int' | 'float';
}

/** Which part of a range something is said of. */
export type RangePart = 'low' | 'high' | 'step' | 'all';

/** Something about a range. */
export interface RangeNote {
  readonly part: RangePart;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** A range whose ends are so many times apart is searched badly on a linear scale. */
const LOG_ADVISED_FROM = 1000;

/** Makes the parameter of a range, or says what is wrong with it. */
export function rangeParameter(
  name: string,
  request: RangeRequest,
):
  | { readonly parameter: NumericParameter; readonly notes: readonly RangeNote[] }
  | { readonly fault: RangeNote } {
  const { low, high, log, step, type, isWhole } = request;
  const kind = (type === undefined ? isWhole : type === 'int') ? 'integer' : 'float';
  const fault = faultOf(request, kind);
  if (fault !== undefined) return { fault };
  const parameter: NumericParameter = {
    kind,
    name,
    low,
    high,
    scale: log ? 'log' : 'linear',
    ...(step === undefined || (log && kind === 'integer') ? {} : { step }),
  };
  const axis = axisOf(parameter);
  if (step === undefined || axis.size === Infinity) return { parameter, notes: notesOf(parameter, request) };
  const last = axis.valueAt(axis.size - 1);
  const cut = last === high ? [] : [lastValue(last, step, request)];
  return { parameter: { ...parameter, high: last }, notes: [...notesOf(parameter, request), ...cut] };
}

function faultOf({ low, high, log, step }: RangeRequest, kind: 'integer' | 'float'): RangeNote | undefined {
  if (!Number.isFinite(low) || !Number.isFinite(high))
    return note(
      Number.isFinite(low) ? 'high' : 'low',
      'a bound is not finite',
      'A search needs an end.',
      'Write a number.',
    );
  if (kind === 'integer')
    for (const [part, value] of [
      ['low', low],
      ['high', high],
      ['step', step],
    ] as const)
      if (value !== undefined && !Number.isSafeInteger(value))
        return note(
          part,
          `${value} is no whole number`,
          'It is searched in whole numbers.',
          'Round it, or write `type: float`.',
        );
  if (low > high)
    return note(
      'all',
      'the lower bound is above the upper one',
      `${low} is above ${high}.`,
      'Exchange them.',
    );
  if (low === high)
    return note(
      'all',
      'both bounds are the same',
      `Only ${low} lies between them.`,
      `Give the value alone: \`${low}\`.`,
    );
  if (log && low <= 0)
    return note(
      'low',
      `a log scale cannot begin at ${low}`,
      'Only numbers above 0 have a logarithm.',
      'Raise the lower bound above 0, or search without `log`.',
    );
  if (step === undefined) return undefined;
  if (log && !(kind === 'integer' && step === 1))
    return note(
      'step',
      'log and a step at once',
      'Even steps and even ratios exclude each other.',
      'Leave one of them out, or list the values.',
    );
  if (!(step > 0 && Number.isFinite(step)))
    return note(
      'step',
      `a step of ${step}`,
      'Steps lead from the lower to the upper bound.',
      'Write a step above 0.',
    );
  if (step > high - low)
    return note(
      'step',
      `a step of ${step} is longer than the range`,
      `From ${low} to ${high} it is ${high - low}.`,
      'Write a shorter step.',
    );
  return undefined;
}

function notesOf({ kind, low, high, scale }: NumericParameter, { type, step }: RangeRequest): RangeNote[] {
  if (kind === 'integer' && type === undefined && low === 0 && high === 1)
    return [
      note(
        'all',
        'only two values: 0 and 1',
        'Both bounds are whole numbers, so whole numbers are searched.',
        'Write 1.0 for what lies between.',
      ),
    ];
  if (scale === 'linear' && step === undefined && low > 0 && high / low >= LOG_ADVISED_FROM)
    return [
      note(
        'all',
        'a log scale is advisable',
        `The bounds are ${Number((high / low).toPrecision(2))} times apart: nine in ten values drawn are above ${Number((low + (high - low) / 10).toPrecision(2))}.`,
        'Add `log`.',
      ),
    ];
  return [];
}

function lastValue(last: number, step: number, { high }: RangeRequest): RangeNote {
  return note(
    'high',
    `${high} is not reached`,
    `Steps of ${step} lead to ${last}.`,
    `Write ${last}, or another step.`,
  );
}

function note(part: RangePart, what: string, why: string, fix: string): RangeNote {
  return { part, what, why, fix };
}

const NUMBER = String.raw`[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const RANGE = new RegExp(`^\\s*(${NUMBER})\\s*\\.\\.\\s*(${NUMBER})\\s*(?::(.*))?$`);
const WHOLE = /^[+-]?[\d_]+$/;

/**
 * Reads `low..high`, with `:log`, `:int`, `:float` or a step behind it.
 *
 * @returns undefined where the text is no range at all; what is wrong behind the range is a fault.
 */
export function parseRange(text: string): RangeRequest | { readonly fault: RangeNote } | undefined {
  const match = RANGE.exec(text);
  if (match === null) return undefined;
  // `1...5` could be 1 to 0.5.
  if (text.includes('...'))
    return {
      fault: note('all', 'three dots', 'Two stand between the bounds.', 'Write such as `1e-5..1e-1`.'),
    };
  const [, first = '', second = '', options] = match;
  let request: RangeRequest = {
    low: numberOf(first),
    high: numberOf(second),
    isWhole: WHOLE.test(first) && WHOLE.test(second),
    log: false,
  };
  for (const option of options === undefined ? [] : options.split(':')) {
    const word = option.trim();
    const step = new RegExp(`^(?:step=)?(${NUMBER})$`).exec(word)?.[1];
    if (word === 'log') request = { ...request, log: true };
    else if (word === 'int' || word === 'float') request = { ...request, type: word };
    else if (step !== undefined)
      request = { ...request, step: numberOf(step), isWhole: request.isWhole && WHOLE.test(step) };
    else
      return {
        fault: note(
          'all',
          `"${word}" behind a range is not known`,
          'Behind a range stands `log`, `int`, `float` or a step.',
          'Write such as `1e-5..1e-1:log` or `0..0.5:0.1`.',
        ),
      };
  }
  return request;
}

function numberOf(text: string): number {
  return Number(text.replaceAll('_', ''));
}

import { problem } from '../../errors.ts';
import { readNumber } from '../../calc/batch/read-number.ts';
import type { RowDimension } from '../../calc/batch/unit-words.ts';
import { err, ok, type Result } from '../../result.ts';
import { parseDuration, parsePower } from '../../units/quantity.ts';

/** Hours: a bare number is hours here; else as durations are written everywhere. */
export function readHours(text: string, label: string): Result<number> {
  const bare = Number(text.trim().replaceAll('_', ''));
  if (text.trim() !== '' && !Number.isNaN(bare)) return positive(bare, text, label, 'hours', '12');
  const parsed = parseDuration(text, { label });
  return parsed.ok ? ok(parsed.value / 3600) : parsed;
}

/** A number of hours that may be written `1.7M` or `1,720,320`. */
export function readLargeHours(text: string, label: string): Result<number> {
  const number = readNumber(text, 'hours');
  if (number === undefined)
    return err(
      problem(
        'E_USAGE',
        `${label} ${text}: a number of hours is asked for`,
        `"${text}" is none.`,
        'Write e.g. `96` or `1.7M`.',
      ),
    );
  return positive(number.value, text, label, 'hours', '96');
}

/** A power; a bare number is watts here. */
export function readPower(text: string, label: string): Result<number> {
  const bare = Number(text.trim());
  if (text.trim() !== '' && !Number.isNaN(bare)) return positive(bare, text, label, 'watts', '300W');
  return parsePower(text, { label });
}

/** A part of a whole: `0.7` or `70%`. */
export function readPart(text: string, label: string): Result<number> {
  const number = readNumber(text, 'part');
  if (number === undefined || number.value < 0 || number.value > 1) {
    const value = number?.value;
    const why =
      value === undefined
        ? `"${text}" is no number.`
        : `${text} is ${value < 0 ? 'below zero' : 'more than all there is'}.`;
    const percent =
      value !== undefined && !number?.hasUnit && value >= 2 && value <= 100
        ? ` Per cent take a sign: \`${label} ${value}%\`.`
        : '';
    return err(
      problem(
        'E_USAGE',
        `${label} ${text}: 0 to 1, or 0% to 100%, is asked for`,
        why,
        `Write e.g. \`${label} 0.7\` or \`${label} 70%\`.${percent}`,
      ),
    );
  }
  return ok(number.value);
}

const LARGE: Readonly<
  Record<'number' | 'flops' | 'flopsPerS' | 'gigabytes', readonly [noun: string, example: string]>
> = {
  number: ['a number', '7B'],
  flops: ['a number of operations', '3.14e23'],
  flopsPerS: ['operations per second', '150TFLOPS'],
  gigabytes: ['a size', '64GB'],
};

/** A large number with its suffix: `7B`, `3.14e23`, `150 TFLOPS`, `1.5TB`. */
export function readLarge(text: string, dimension: keyof typeof LARGE, label: string): Result<number> {
  const [noun, example] = LARGE[dimension];
  const number = readNumber(text, dimension satisfies RowDimension);
  if (number === undefined)
    return err(
      problem(
        'E_USAGE',
        `${label} ${text}: ${noun} is asked for`,
        `"${text}" is none, or has another unit.`,
        `Write e.g. \`${label} ${example}\`.`,
      ),
    );
  return positive(number.value, text, label, noun, example);
}

function positive(value: number, text: string, label: string, noun: string, example: string): Result<number> {
  if (Number.isFinite(value) && value > 0) return ok(value);
  return err(
    problem(
      'E_USAGE',
      `${label} ${text}: more than zero is asked for`,
      value < 0 ? `${noun} below zero are none.` : `With none there is nothing to count.`,
      `Write e.g. \`${label} ${example}\`.`,
    ),
  );
}

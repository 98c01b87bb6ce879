import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';

/** `name=value` words as they were typed. */
export function readPairs(words: readonly string[]): Result<readonly (readonly [string, string])[]> {
  const pairs: (readonly [string, string])[] = [];
  for (const word of words) {
    const at = word.indexOf('=');
    if (at <= 0)
      return err(
        problem(
          'E_USAGE',
          `${JSON.stringify(word)} is no NAME=VALUE`,
          undefined,
          `Write it as \`${word}=VALUE\`.`,
        ),
      );
    pairs.push([word.slice(0, at), word.slice(at + 1)]);
  }
  return ok(pairs);
}

/** Metrics as they were typed; `nan` and `inf` are values that a training may have. */
export function readMetrics(words: readonly string[]): Result<Readonly<Record<string, number>>> {
  const pairs = readPairs(words);
  if (!pairs.ok) return pairs;
  const metrics: Record<string, number> = {};
  for (const [name, text] of pairs.value) {
    const value = metricValue(text);
    if (value === undefined)
      return err(
        problem(
          'E_USAGE',
          `${name}: ${JSON.stringify(text)} is no number`,
          undefined,
          `Write \`${name}=0.93\`.`,
        ),
      );
    metrics[name] = value;
  }
  return ok(metrics);
}

function metricValue(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  if (plain === 'nan') return Number.NaN;
  const infinite = /^([+-]?)inf(inity)?$/.exec(plain);
  if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(plain) ? Number(plain) : undefined;
}

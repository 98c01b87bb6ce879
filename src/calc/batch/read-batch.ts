import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';

/** The rows of a file: a JSON array, an object with `rows`, or one object on each line. */
export function readBatch(text: string, file: string): Result<readonly unknown[]> {
  const plain = text.replace(/^\uFEFF/, '').trim();
  const whole = parse(plain);
  if (whole.ok) {
    const rows = rowsOf(whole.value);
    return rows === undefined ? err(noRows(file)) : ok(rows);
  }
  const lines = plain.split(/\r?\n/).filter((line) => line.trim() !== '');
  const parsed = lines.map((line) => parse(line));
  if (lines.length > 1 && parsed.every((line) => line.ok))
    return ok(parsed.map((line) => (line.ok ? line.value : null)));
  return err(
    problem(
      'E_PARAMS',
      `${file}: the rows cannot be read`,
      `${whole.error}.`,
      'A JSON array of `{ "id", "inputs" }` is asked for; see docs/reference/estimate-batch.md.',
      { file },
    ),
  );
}

function parse(
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { ok: false, error: (error as Error).message };
  }
}

function rowsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as unknown[];
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const rows = fields['rows'] ?? fields['estimates'];
  if (Array.isArray(rows)) return rows as unknown[];
  return 'inputs' in fields ? [value] : undefined;
}

function noRows(file: string): Problem {
  return problem(
    'E_PARAMS',
    `${file}: there are no rows`,
    'It holds neither an array nor an object with `rows`.',
    'A JSON array of `{ "id", "inputs" }` is asked for; see docs/reference/estimate-batch.md.',
    { file },
  );
}

import { readFileSync } from 'node:fs';
import { problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { err, type Result } from '../../result.ts';
import { parseWattCsv, type WattCsv } from './watt-csv.ts';

/** Reads a logger's table of watts from a file. */
export function readWattCsv(path: string): Result<WattCsv> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { why } = whyNot(error);
    return err(
      problem(
        'E_NOT_FOUND',
        `the table of watts ${path} cannot be read`,
        why,
        'check the path and its permissions',
      ),
    );
  }
  const parsed = parseWattCsv(text);
  return parsed.ok ? parsed : err({ ...parsed.error, at: { file: path } });
}

import { problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import { fromObject, type ReportLine } from '../book/report-line.ts';

/** Patterns that read reports from the command's output (`--capture`). */
export interface Capture {
  /** The report in a line of output, if any pattern matches. */
  readonly read: (line: string) => ReportLine | undefined;
}

/**
 * Compiles `--capture` patterns. Named groups become keys of a report: numbers where they parse as such, else words for
 * `stage` and `mark`.
 *
 * @example
 * compileCapture([/epoch (?<epoch>\d+).*loss (?<loss>[\d.]+)/]).value.read('epoch 3/20 loss 0.21') // { epoch: 3, metrics: { loss: 0.21 }, … }
 */
export function compileCapture(patterns: readonly RegExp[]): Result<Capture> {
  for (const pattern of patterns) {
    if (!/\(\?<[A-Za-z_]/.test(pattern.source)) {
      return err(
        problem(
          'E_USAGE',
          `--capture ${pattern.source} has no named group`,
          'the groups name what is read',
          EXAMPLE,
        ),
      );
    }
  }
  return ok({
    read: (line) => {
      const object: Record<string, unknown> = {};
      for (const regex of patterns) {
        for (const [key, text] of Object.entries(regex.exec(line)?.groups ?? {})) {
          if (text === undefined) continue;
          const number = Number(text);
          object[key] =
            text.trim() !== '' && Number.isFinite(number) && key !== 'stage' && key !== 'mark'
              ? number
              : text;
        }
      }
      return Object.keys(object).length === 0 ? undefined : fromObject(object);
    },
  });
}

const EXAMPLE = "write e.g. --capture 'epoch (?<epoch>\\d+)/(?<epochs>\\d+) loss (?<loss>[\\d.]+)'";

import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type ImportItem, MOMENT, MOMENT_EVERY, type ReadContext } from '../item.ts';
import { linesOf } from '../lines.ts';
import { pythonJson } from '../python-json.ts';
import { textChunks } from '../text-chunks.io.ts';
import { runInfo } from './run-info.ts';
import { Samples } from './samples.ts';

/** Reads a `data.json` of experiment-impact-tracker (a sample a line) with the `info.pkl` beside it. */
export function* readSamples(path: string, context: ReadContext): Generator<ImportItem> {
  const samples = new Samples(context.longestGapS);
  for (const { text, number } of linesOf(textChunks(path, context.onBytes))) {
    if (number % MOMENT_EVERY === 0) yield MOMENT;
    if (text.trim() === '') continue;
    const why = added(samples, text);
    if (why !== undefined) yield { kind: 'refused', file: path, line: number, why };
  }
  const info = join(dirname(path), 'info.pkl');
  const run = samples.run(nameOf(path), runInfo(existsSync(info) ? readFileSync(info) : undefined));
  yield run.ok
    ? { kind: 'run', file: path, run: run.value }
    : { kind: 'refused', file: path, why: run.error };
}

/** Whether a first line is a sample of experiment-impact-tracker. */
export function isSampleLine(line: string): boolean {
  return /"(nvidia_draw_absolute|rapl_power_draw_absolute|rapl_estimated_attributable_power_draw|average_relative_cpu_utilization|cpu_time_seconds)"/.test(
    line,
  );
}

function added(samples: Samples, text: string): string | undefined {
  try {
    const value: unknown = pythonJson(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is no JSON object';
    return samples.add(value as Readonly<Record<string, unknown>>);
  } catch (error) {
    if (error instanceof SyntaxError) return 'it is no JSON: the line is torn';
    throw error;
  }
}

/** `<log folder>/impacttracker/data.json`: the log folder names the run. */
function nameOf(path: string): string {
  const folder = dirname(path);
  return basename(folder) === 'impacttracker' ? basename(dirname(folder)) : basename(folder);
}

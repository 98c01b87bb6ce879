import { readFileSync } from 'node:fs';
import { problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';

/** Reads the metrics that the command left in files (`--metrics`, JSON): nested names are joined by dots. */
export function readMetricsFiles(
  paths: readonly string[],
): readonly Result<Readonly<Record<string, number>>>[] {
  return paths.map((path) => {
    try {
      const metrics: Record<string, number> = {};
      flatten(JSON.parse(readFileSync(path, 'utf8')), '', metrics);
      return ok(metrics);
    } catch (failure) {
      const fix = 'let the command write a JSON object of numbers there, or leave --metrics out';
      return err(
        problem('E_PARAMS', `the metrics file ${path} cannot be read`, (failure as Error).message, fix),
      );
    }
  });
}

function flatten(value: unknown, name: string, into: Record<string, number>): void {
  if (typeof value === 'number' && Number.isFinite(value)) into[name === '' ? 'value' : name] = value;
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value))
      flatten(member, name === '' ? key : `${name}.${key}`, into);
  }
}

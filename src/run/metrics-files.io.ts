import type { RunSession } from './session.io.ts';

/** Records the metrics that a command left in files (`--metrics`); a file that cannot be read is a warning. Call it before the end. */
export async function recordMetricsFiles(session: RunSession, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  const { readValueFile } = await import('./value-file.io.ts'); // the parsers are only loaded where there is a file
  for (const path of paths) {
    const read = await readValueFile(path);
    if (!read.ok) session.warn(read.error);
    else session.told.metric(numbersOf(read.value));
  }
}

function numbersOf(values: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> {
  const numbers = Object.entries(values).filter((entry): entry is [string, number] =>
    Number.isFinite(entry[1]),
  );
  return Object.fromEntries(numbers);
}

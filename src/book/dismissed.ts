/** A recommendation that its reader does not want to see again, or wants back: a line of `dismissed.jsonl`. */
export interface Dismissal {
  /** When, ISO 8601, UTC. */
  readonly at: string;
  /** By what the recommendation is known again. */
  readonly key: string;
  /** Why, in the reader's words; empty where they said nothing. */
  readonly reason: string;
  /** It is wanted back. */
  readonly isRestored?: true;
}

/** Reads it from parsed JSON; undefined where it is none. */
export function readDismissal(value: unknown): Dismissal | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { at, key, reason } = value as Readonly<Record<string, unknown>>;
  return [at, key, reason].every((text) => typeof text === 'string') ? (value as Dismissal) : undefined;
}

/** What is dismissed now, by its key: the last word on each counts. */
export function standing(lines: readonly Dismissal[]): ReadonlyMap<string, Dismissal> {
  const now = new Map<string, Dismissal>();
  for (const line of lines)
    if (line.isRestored === true) now.delete(line.key);
    else now.set(line.key, line);
  return now;
}

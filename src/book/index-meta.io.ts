import { SCHEMA, SCHEMA_TEXT } from './index-schema.ts';
import type { RunSet } from './run-set.io.ts';
import { type Sqlite, SqliteFailure } from './sqlite.io.ts';

/**
 * What an index says of itself: `schema`; `set` and `witness`, the runs that it shows and by what one sees that they are still all; `digest` and
 * `files`, the state of the files that it was made from; `quiet`, whether nothing is left to be done or said.
 */
export type MetaKey = 'schema' | 'set' | 'witness' | 'digest' | 'files' | 'quiet';

export function meta(db: Sqlite, key: MetaKey): string | undefined {
  const value = db.prepare('SELECT value FROM meta WHERE key = ?').all(key)[0]?.['value'];
  return typeof value === 'string' ? value : undefined;
}

export function setMeta(db: Sqlite, key: MetaKey, value: string): void {
  db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(key, value);
}

/** Whether the tables are as this version wants them. */
export function isCurrent(db: Sqlite): boolean {
  const tables = db.prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'meta'").all();
  return tables[0]?.['sql'] === SCHEMA[0] && meta(db, 'schema') === SCHEMA_TEXT;
}

/** Keeps a new witness of the set that the index shows, so that the next look need not list it; where it cannot, that look is slower. */
export function keepWitness(db: Sqlite, { text, witness }: RunSet): void {
  if (witness === '' || meta(db, 'witness') === witness) return;
  try {
    db.transaction(() => {
      if (meta(db, 'set') === text) setMeta(db, 'witness', witness); // else another process was faster
    });
  } catch (error) {
    if (!(error instanceof SqliteFailure)) throw error;
  }
}

/** The files' states are one text: ten thousand rows would take longer to fetch than a listing itself. */
export function writeFiles(found: ReadonlyMap<string, number>): string {
  return Array.from(found, ([path, state]) => `${path} ${state}\n`).join('');
}

export function readFiles(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))] as const;
    }),
  );
}

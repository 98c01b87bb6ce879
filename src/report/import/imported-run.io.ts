import { readableName, runId } from '../../book/run-id.ts';
import { newSha256 } from '../../book/sha256.io.ts';
import type { ImportedRun } from '../../book/write-imported.io.ts';
import { VERSION } from '../../host/version.ts';
import type { ImportAccuracy } from './accuracy.ts';
import type { Ancestor, ForeignRun } from './foreign-run.ts';
import { importedFigures } from './imported-figures.ts';

/** What the user says of all that comes in. */
export interface ImportWishes {
  readonly project: string | undefined;
  readonly tags: readonly string[];
  /** Of the process that writes. */
  readonly pid: number;
}

/** Where a run was found. */
export interface Origin {
  readonly file: string;
  readonly line?: number;
}

/** SHA-256 of what a run is known by, hex: the same for the same run in whatever copy of its record. */
export function fingerprintOf(run: Ancestor): string {
  return newSha256().update(run.identity).digest('hex');
}

/**
 * The id that a run has in every book: its time, and 80 bits of its fingerprint where other ids are random. So a book knows by its folders alone
 * what has come in before, and two books agree.
 */
export function idOf(
  run: Ancestor & Pick<ForeignRun, 'own'>,
  fingerprint: string = fingerprintOf(run),
): string {
  if (run.own !== undefined) return run.own.id;
  let at = 0;
  const nextBits = (): number => (Number.parseInt(fingerprint.slice(2 * at, 2 * ++at), 16) % 32) / 32;
  return runId(Math.max(0, Math.min(run.idMs, LATEST_MS)), nextBits);
}

/** The part of an id that stands for the fingerprint. */
export function tailOf(id: string): string {
  return id.slice(-TAIL);
}

const TAIL = 16;
/** The last time that a ULID can hold and that is a year of four digits. */
const LATEST_MS = Date.UTC(9999, 11, 31);

/** A foreign run as it enters the book. */
export function importedRun(
  run: ForeignRun,
  { file, line }: Origin,
  wishes: ImportWishes,
  accuracy: ImportAccuracy,
): ImportedRun {
  const fingerprint = fingerprintOf(run);
  const id = idOf(run, fingerprint);
  const { own } = run;
  const figures = importedFigures(run, accuracy);
  return {
    start: {
      k: 'start',
      v: 1,
      id,
      ...familyOf(run, id),
      name: run.name === undefined || run.name.trim() === '' ? readableName(id) : run.name,
      project: wishes.project ?? run.project ?? '',
      kind: 'imported',
      command: run.command ?? [],
      cwd: own?.cwd ?? '',
      startedAt: run.startedAt,
      hostId: own?.hostId ?? '',
      bootId: '',
      pid: wishes.pid,
      intervalS: own?.intervalS ?? 0,
      scope: 'attributed',
      params: run.params,
      tags: [...new Set([...run.tags, ...wishes.tags])],
      trackerVersion: VERSION,
    },
    figures: {
      ...figures,
      environment: {
        ...figures.environment,
        'import.format': run.format,
        'import.file': file.slice(file.lastIndexOf('/') + 1),
        ...(line === undefined ? {} : { 'import.line': String(line) }),
        'import.fingerprint': fingerprint,
      },
    },
    end: {
      k: 'end',
      state: run.state,
      exitCode: run.exitCode,
      signal: own?.signal ?? null,
      ...(own?.limit === undefined ? {} : { limit: own.limit }),
      endedAt: run.endedAt ?? new Date(Date.parse(run.startedAt) + run.durationS * 1000).toISOString(),
      durationS: run.durationS,
    },
    notes: run.notes,
  };
}

function familyOf(
  { own, nested }: ForeignRun,
  id: string,
): { readonly rootId: string; readonly parentId?: string } {
  if (own !== undefined)
    return { rootId: own.rootId, ...(own.parentId === undefined ? {} : { parentId: own.parentId }) };
  return nested === undefined ? { rootId: id } : { rootId: idOf(nested.root), parentId: idOf(nested.parent) };
}

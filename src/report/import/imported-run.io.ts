import { readableName, runId } from '../../book/run-id.ts';
import { sha256Of } from '../../book/sha256.io.ts';
import type { ImportedRun } from '../../book/write-imported.io.ts';
import { VERSION } from '../../host/version.ts';
import type { ImportAccuracy } from './accuracy.ts';
import type { Ancestor, ForeignRun } from './foreign-run.ts';
import { importedFigures } from './imported-figures.ts';
import { isoOf } from './times.ts';

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

/** What a book knows a run by. */
export interface KnownBy {
  readonly id: string;
  /** SHA-256 of the run's identity, hex: the same for the same run in whatever copy of its record. */
  readonly fingerprint: string;
}

/**
 * The id that a run has in every book: its time, and 80 bits of its fingerprint where other ids are random. So a book knows by its folders alone
 * what has come in before, and two books agree.
 */
export function knownBy(run: Ancestor & Pick<ForeignRun, 'own'>): KnownBy {
  const fingerprint = sha256Of(run.identity);
  if (run.own !== undefined) return { id: run.own.id, fingerprint };
  let at = 0;
  const nextBits = (): number => (Number.parseInt(fingerprint.slice(2 * at, 2 * ++at), 16) % 32) / 32;
  return { id: runId(Math.max(0, Math.min(run.idMs, LATEST_MS)), nextBits), fingerprint };
}

/** The part of an id that stands for the fingerprint. */
export function tailOf(id: string): string {
  return id.slice(-TAIL);
}

const TAIL = 16;
/** The last time that a ULID can hold and that is a year of four digits. */
const LATEST_MS = Date.UTC(9999, 11, 31);

/** The name that a foreign run has in the book. */
export function nameOf({ name }: ForeignRun, id: string): string {
  return name === undefined || name.trim() === '' ? readableName(id) : name;
}

/** A foreign run as it enters the book. */
export function importedRun(
  run: ForeignRun,
  { id, fingerprint }: KnownBy,
  { file, line }: Origin,
  wishes: ImportWishes,
  accuracy: ImportAccuracy,
): ImportedRun {
  const { own } = run;
  const figures = importedFigures(run, accuracy);
  return {
    start: {
      k: 'start',
      v: 1,
      id,
      ...familyOf(run, id),
      name: nameOf(run, id),
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
      endedAt: run.endedAt ?? isoOf(Date.parse(run.startedAt) + run.durationS * 1000),
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
  return nested === undefined
    ? { rootId: id }
    : { rootId: knownBy(nested.root).id, parentId: knownBy(nested.parent).id };
}

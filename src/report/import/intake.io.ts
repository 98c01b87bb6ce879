import { existsSync } from 'node:fs';
import { listRunFolders, runFolder } from '../../book/run-folder.io.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { loadRecord } from '../../book/run-scan.io.ts';
import { writeImported } from '../../book/write-imported.io.ts';
import { removeAbandoned } from '../../book/write-whole-run.io.ts';
import type { Problem } from '../../errors.ts';
import type { ImportAccuracy } from './accuracy.ts';
import { absurdity } from './figure-limits.ts';
import { headlineOf } from './imported-headline.ts';
import { importedRun, type ImportWishes, knownBy, nameOf, tailOf } from './imported-run.io.ts';
import type { ForeignRun } from './foreign-run.ts';
import type { FoundItem } from './item.ts';
import { type Entry, keyOf, KeyTable } from './key-table.ts';
import type { Outcome, OutcomeRun } from './outcome.ts';

/** Figures that differ by less than this part are the same figure, written again. */
const SAME = 1e-6;

/** Decides what becomes of each run, and writes it where it is to be written. */
export class Intake {
  readonly #book: string | undefined;
  readonly #wishes: ImportWishes;
  readonly #accuracy: ImportAccuracy;
  readonly #isDry: boolean;
  /** Ids of the book by the part that stands for the fingerprint. */
  readonly #known = new Map<string, string>();
  readonly #seen = new KeyTable();

  /** @param options.book the book's folder; undefined where there is none yet. */
  constructor(options: {
    readonly book: string | undefined;
    readonly wishes: ImportWishes;
    readonly accuracy: ImportAccuracy;
    readonly isDry: boolean;
    /** ms since 1970. */
    readonly nowMs: number;
  }) {
    this.#book = options.book;
    this.#wishes = options.wishes;
    this.#accuracy = options.accuracy;
    this.#isDry = options.isDry;
    if (this.#book === undefined) return;
    const { folders, drafts } = listRunFolders(this.#book);
    for (const { id } of folders) this.#known.set(tailOf(id), id);
    if (!this.#isDry) removeAbandoned(drafts, options.nowMs);
  }

  /** Takes one item in. A problem means that the book cannot be written: nothing more should be tried. */
  take(item: FoundItem): Outcome | Problem {
    const { file, line } = item;
    const place = { file, ...(line === undefined ? {} : { line }) };
    if (item.kind !== 'run') return { ...place, fate: item.kind, why: item.why };
    const { run: found } = item;
    const absurd = absurdity(found);
    if (absurd !== undefined) return { ...place, fate: 'refused', why: absurd };
    const knownAs = knownBy(found);
    const { id } = knownAs;
    const tail = tailOf(id);
    const key = keyOf(tail);
    const run: OutcomeRun = {
      id,
      name: nameOf(found, id),
      project: this.#wishes.project ?? found.project ?? '',
      startedAt: found.startedAt,
      durationS: found.durationS,
      ...headlineOf(found, this.#accuracy),
      isNested: found.nested !== undefined || found.own?.parentId !== undefined,
    };
    const repaired = item.repaired === undefined ? {} : { repaired: item.repaired };
    const before = this.#seen.get(key);
    if (before !== undefined) return { ...place, ...repaired, ...seenBefore(before, found, run) };
    this.#seen.set(key, Math.round(run.durationS), atLeast(run));
    const known = this.#known.get(tail);
    if (known !== undefined) return { ...place, ...repaired, ...this.#compared(known, run) };
    if (!this.#isDry && this.#book !== undefined) {
      const entry = importedRun(found, knownAs, place, this.#wishes, this.#accuracy);
      const written = writeImported(this.#book, entry, { sync: false });
      // Another import may have written the same run in between.
      if (!written.ok && !existsSync(runFolder(this.#book, id).dir)) return written.error;
      if (!written.ok) return { ...place, ...repaired, fate: 'known', run };
    }
    return { ...place, ...repaired, fate: 'new', run };
  }

  /** A run that was measured here is the truth of itself; one that came in may have gone on where it came from. */
  #compared(known: string, run: OutcomeRun): Pick<Outcome, 'fate' | 'why' | 'run'> {
    const record = this.#recordOf(known);
    const mine = { ...run, id: known };
    const isSame =
      record?.kind !== 'imported' ||
      (same(record.energy.wall.attributed.value, run.energy.value) && same(record.durationS, run.durationS));
    if (isSame) return { fate: 'known', run: { ...mine, name: record?.name ?? run.name } };
    return {
      fate: 'changed',
      why: `the book has it with other figures: remove it there first (joulebook rm ${known})`,
      run: mine,
    };
  }

  #recordOf(id: string): RunRecord | undefined {
    const book = this.#book ?? '';
    const loaded = loadRecord(book, runFolder(book, id).dir.slice(book.length + 1));
    return loaded?.ok === true ? loaded.value : undefined;
  }
}

/** A run of a file that was read before: of a copy of its record from another time it is said, since only one of the two can be right. */
function seenBefore(
  before: Entry,
  { format }: ForeignRun,
  run: OutcomeRun,
): Pick<Outcome, 'fate' | 'why' | 'run'> {
  // A report of BoAmps is of a run that has more to it elsewhere, and has another PUE in its figures.
  const isSame =
    format === 'boamps' || (same(before.weight, atLeast(run)) && Math.abs(before.value - run.durationS) <= 1);
  if (isSame) return { fate: 'passed', why: 'the same run was read before', run };
  return {
    fate: 'changed',
    why: 'another file that was read before has it with other figures: name the right one first',
    run,
  };
}

/** What is sure of a run's energy at the wall, J, as a table of keys keeps it. */
function atLeast({ energy }: OutcomeRun): number {
  return Math.fround(energy.value ?? energy.low ?? 0);
}

/** Whether two figures are one, as far as both are known. */
function same(a: number | null, b: number | null): boolean {
  return a === null || b === null || Math.abs(a - b) <= SAME * Math.max(a, b);
}

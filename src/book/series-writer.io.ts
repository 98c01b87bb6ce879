import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { whyNot } from '../host/file-failure.io.ts';
import type { JournalLine } from './journal-event.ts';
import { JournalReader } from './journal-reader.io.ts';
import type { RunFolder } from './run-folder.io.ts';
import { PowerChannels } from './sample-power.ts';
import { SeriesBucket } from './series-bucket.ts';
import {
  BASE,
  encodeHeader,
  encodeRecord,
  FACTOR,
  LEVELS,
  recordBytes,
  type SeriesRecord,
} from './series-layout.ts';

/**
 * Grows the `series.bin` of a run with its journal. The file is made when the first 64 samples are full, so a short run has none. It is
 * derived: after a fault of the disk the writer gives up, and the reader reads the rest from the journal.
 */
export class SeriesWriter {
  readonly #path: string;
  #fd: number | undefined;
  #isBroken = false;
  readonly #power = new PowerChannels();
  #levels: SeriesBucket[] = [];
  #view = new DataView(new ArrayBuffer(0));

  constructor(path: string) {
    this.#path = path;
  }

  /** Takes in a line of the journal that begins at byte `offset`. */
  apply(line: JournalLine, offset: number): Problem | undefined {
    if (this.#isBroken) return undefined;
    const watts = this.#power.apply(line);
    if (watts === undefined || line.k !== 'sample') return undefined;
    if (this.#levels.length === 0) this.#prepare(watts.length);
    const base = this.#levels[0] as SeriesBucket;
    base.sample(line.t, line.dt, offset, watts);
    return base.count === BASE ? this.#full() : undefined;
  }

  /** Whether there was enough to make the file. */
  get isMade(): boolean {
    return this.#fd !== undefined;
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    this.#isBroken = true;
  }

  #prepare(channels: number): void {
    this.#levels = Array.from({ length: LEVELS }, () => new SeriesBucket(channels));
    this.#view = new DataView(new ArrayBuffer(recordBytes(channels)));
  }

  /** Writes the full record of level 0 and those of the coarser levels that it completes. */
  #full(): Problem | undefined {
    for (let level = 0; level < LEVELS; level++) {
      const bucket = this.#levels[level] as SeriesBucket;
      if (bucket.count < (level === 0 ? BASE : FACTOR)) return undefined;
      const record = bucket.take();
      bucket.clear();
      const failed = this.#write(record);
      if (failed !== undefined) return failed;
      this.#levels[level + 1]?.record(record);
    }
    return undefined;
  }

  #write(record: SeriesRecord): Problem | undefined {
    encodeRecord(record, this.#view);
    try {
      this.#fd ??= this.#create();
      if (writeSync(this.#fd, this.#view) === this.#view.byteLength) return undefined;
      return this.#broken('the disk is full');
    } catch (error) {
      return this.#broken(whyNot(error).why);
    }
  }

  #create(): number {
    const header = encodeHeader({ t0: this.#power.t0 ?? 0, channels: this.#power.names ?? [] });
    const fd = openSync(this.#path, 'w');
    if (writeSync(fd, header) === header.length) return fd;
    closeSync(fd);
    throw Object.assign(new Error('short write'), { code: 'ENOSPC', errno: undefined });
  }

  #broken(why: string): Problem {
    this.close();
    return problem(
      'E_BOOK_WRITE',
      `cannot write ${this.#path}`,
      why,
      'nothing is lost: it can be made again from the journal',
    );
  }
}

/** Makes the series of a run from its journal, at once in the place of the old one. */
export function rebuildSeries(folder: RunFolder): Problem | undefined {
  const reader = JournalReader.open(folder.journal);
  if (!reader.ok) return reader.error;
  const temp = `${folder.series}.${process.pid}.tmp`;
  const writer = new SeriesWriter(temp);
  let failed: Problem | undefined;
  for (const { line, offset } of reader.value) failed ??= writer.apply(line, offset);
  const { isMade } = writer;
  writer.close();
  try {
    if (isMade && failed === undefined) renameSync(temp, folder.series);
    else rmSync(temp, { force: true });
    return failed;
  } catch (error) {
    const { why, fix } = whyNot(error);
    return problem('E_BOOK_WRITE', `cannot write ${folder.series}`, why, fix);
  }
}

import { SampleCells } from '../../book/energy-sums.ts';
import { operationalCarbon } from '../../book/footprint.ts';
import type { JournalLine, SampleEvent, StartEvent } from '../../book/journal-event.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { type Estimate, fromWritten } from '../../units/estimate.ts';
import { scale } from '../../units/arithmetic.ts';
import { besidesOf } from './besides.ts';
import type { Besides, KnownRun } from './reading.ts';

/**
 * What a live run has used: its last `run.json`, and the samples that are newer. These are summed as the run itself sums them; that the few
 * of them err otherwise than all before is neglected, the next `run.json` has it.
 */
export class RunSoFar {
  readonly #cells = new SampleCells();
  #start: (StartEvent & { readonly t: number }) | undefined;
  #record: RunRecord | undefined;
  /** Up to when the record has summed, on the boot clock, s. */
  #summedT = Number.NEGATIVE_INFINITY;
  #lastT = Number.NEGATIVE_INFINITY;
  #addedJ = 0;
  #name: string | undefined;
  #epoch: KnownRun['epoch'];

  get isStarted(): boolean {
    return this.#start !== undefined;
  }

  /** A newer record: what follows in the journal is added to it. */
  rebase(record: RunRecord): void {
    this.#record = record;
    this.#summedT = (this.#start?.t ?? 0) + record.durationS;
    this.#lastT = this.#summedT;
    this.#addedJ = 0;
    this.#name = record.name;
    const n = record.energy.epochs.at(-1)?.n;
    if (n !== undefined && n > (this.#epoch?.n ?? -1)) this.#epoch = { ...this.#epoch, n };
  }

  /** Takes in a line of the journal; one that was there before changes nothing. */
  apply(line: JournalLine): void {
    switch (line.k) {
      case 'start':
        this.#start ??= line;
        this.#name ??= line.name;
        break;
      case 'sample':
        this.#add(line);
        break;
      case 'epoch':
        this.#epoch = { n: line.n, ...(line.of === undefined ? {} : { of: line.of }) };
        break;
      case 'rename':
        this.#name = line.name;
        break;
      default:
    }
  }

  /** What is known now; undefined without the line that begins the journal. */
  known(book: string): KnownRun | undefined {
    const start = this.#start;
    if (start === undefined) return undefined;
    const energy = this.#energy();
    return {
      name: this.#name ?? start.name,
      project: start.project,
      book,
      command: start.command,
      startedS: start.t,
      energy,
      carbon: operationalCarbon(
        energy,
        this.#record?.carbon.pue ?? undefined,
        this.#record?.carbon.intensity ?? undefined,
      ),
      besides: this.#besides(energy),
      ...(this.#epoch === undefined ? {} : { epoch: this.#epoch }),
    };
  }

  #besides(energy: Estimate): Besides {
    const record = this.#record;
    if (record === undefined) return {};
    const { carbon, cost, water, durationS } = record;
    const soFarS = this.#lastT - (this.#start?.t ?? this.#lastT);
    const isEmbodiedKnown = carbon.embodied.high !== null && durationS > 0 && record.parentId === undefined;
    return {
      // The part of the machine's life grows with time; the share of it is that until the record.
      ...(isEmbodiedKnown
        ? { embodied: scale(fromWritten(carbon.embodied), Math.max(1, soFarS / durationS)) }
        : {}),
      ...besidesOf(energy, {
        pue: carbon.pue ?? undefined,
        market: carbon.market?.intensity,
        wue: water?.wue,
        price: cost === undefined ? undefined : { per: cost.price, currency: cost.total.unit },
      }),
    };
  }

  #add(sample: SampleEvent & { readonly t: number }): void {
    // A record's length is rounded to what JSON holds: the sample that it ends with is in it.
    if (sample.t <= Math.max(this.#lastT, this.#summedT + SAME_S)) return;
    this.#lastT = sample.t;
    this.#cells.segments = sample.e.map((_, c) => c);
    this.#cells.set(sample, this.#start?.parentId !== undefined);
    this.#addedJ += this.#cells.attributedJ;
  }

  /** Energy so far: the record's, grown by what is newer, as well known as the record's. */
  #energy(): Estimate {
    const base = this.#record === undefined ? undefined : fromWritten(this.#record.energy.wall.attributed);
    if (base === undefined) return { value: this.#addedJ, errors: {} };
    const { value, errors, low, high } = base;
    return {
      value: value === null ? null : value + this.#addedJ,
      errors,
      ...(low === undefined ? {} : { low: low + this.#addedJ }),
      ...(high === undefined ? {} : { high: high + this.#addedJ }),
    };
  }
}

const SAME_S = 1e-6;

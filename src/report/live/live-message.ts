import type { PowerPoint } from './power-ring.ts';

/** What came of a run since it was last spoken of. */
export interface LiveBucket extends PowerPoint {
  /** The number by which messages call the run. */
  readonly slot: number;
  /** Samples of the run until now, and its attributed energy at the wall, J: whoever misses a message knows them from the next. */
  readonly samples: number;
  readonly energyJ: number;
}

/** One event of the stream. */
export interface LiveMessage {
  /** Start of the server that sends, and the number of the message. */
  readonly epoch: string;
  readonly n: number;
  /** When it was made, ms since 1970 by the server's clock. */
  readonly atMs: number;
  /** Counts up when something else than power and energy has changed in any run: then facts are asked for. */
  readonly version: number;
  readonly buckets: readonly LiveBucket[];
}

/** No message is longer, bytes. */
export const LONGEST_MESSAGE = 1000;

type Row = readonly [
  slot: number,
  samples: number,
  atS: number,
  energyJ: number,
  w: number,
  low?: number,
  high?: number,
];

/** The beginning of an event, and as much of its data as fits. */
export class MessageWriter {
  readonly #head: string;
  #rows = '';
  #count = 0;

  constructor({ epoch, n, atMs, version }: Omit<LiveMessage, 'buckets'>) {
    this.#head = `id: ${cursorOf(epoch, n)}\ndata: {"at":${Math.round(atMs)},"v":${version},"b":[`;
  }

  get count(): number {
    return this.#count;
  }

  /** False where it does not fit any more. */
  add(bucket: LiveBucket): boolean {
    const row = `${this.#rows === '' ? '' : ','}${JSON.stringify(rowOf(bucket))}`;
    if (this.#head.length + this.#rows.length + row.length + TAIL.length > LONGEST_MESSAGE) return false;
    this.#rows += row;
    this.#count++;
    return true;
  }

  get text(): string {
    return this.#head + this.#rows + TAIL;
  }
}

const TAIL = ']}\n\n';

/** Where a reader stands: what it must name to go on without a gap. */
export function cursorOf(epoch: string, n: number): string {
  return `${epoch}.${n}`;
}

/** Reads the data of an event, with its id. undefined where it is none of ours. */
export function readMessage(id: string, data: string): LiveMessage | undefined {
  const [epoch = '', n = ''] = id.split('.');
  let told: unknown;
  try {
    told = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (epoch === '' || !/^\d+$/.test(n) || typeof told !== 'object' || told === null) return undefined;
  const { at, v, b } = told as { readonly at?: unknown; readonly v?: unknown; readonly b?: unknown };
  if (typeof at !== 'number' || typeof v !== 'number' || !Array.isArray(b)) return undefined;
  return { epoch, n: Number(n), atMs: at, version: v, buckets: (b as Row[]).map(bucketOf) };
}

function rowOf({ slot, samples, atS, energyJ, w, low, high }: LiveBucket): Row {
  const mean = rounded(w, 5);
  const row = [slot, samples, Math.round(atS * 100) / 100, rounded(energyJ, 9), mean] as const;
  const [least, most] = [rounded(low, 4), rounded(high, 4)];
  return low === high ? row : [...row, least, most];
}

function bucketOf([slot, samples, atS, energyJ, w, low = w, high = w]: Row): LiveBucket {
  return { slot, samples, atS, energyJ, w, low, high };
}

function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

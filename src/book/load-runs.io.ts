import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { packageFile } from '../host/package-root.io.ts';
import { type LoadedRun, loadedRun } from './loaded-run.ts';
import { BATCH, type RowWork } from './row-work.ts';
import { loadRun } from './run-scan.io.ts';

/** Fewer are read before a thread has begun. */
const WORTH_RUNS = 1000;
const PATIENCE_MS = 10_000;

/** How runs are read by two. */
export interface LoadOptions {
  /** The program of the second thread; undefined does without. */
  readonly thread?: string | undefined;
  /** A thread that says nothing for so long has ended: what it had taken is read here. */
  readonly patienceMs?: number;
}

/**
 * Reads the records of runs, in any order, for who inserts them. Of a thousand and more a second thread reads its part where there are two processors: the index
 * of ten thousand is made in two thirds of the time.
 */
export function* loadRuns(
  book: string,
  paths: readonly string[],
  { thread = threadFile(), patienceMs = PATIENCE_MS }: LoadOptions = {},
): Generator<readonly [place: number, LoadedRun], void, undefined> {
  const isWorth = thread !== undefined && paths.length >= WORTH_RUNS && availableParallelism() > 1;
  const helper = isWorth ? new Helper(thread, patienceMs, book, paths) : undefined;
  const next = helper?.work.next ?? new Int32Array(1);
  const left = new Set(Array.from({ length: Math.ceil(paths.length / BATCH) }, (_, batch) => batch));
  const batches = left.size;
  for (let batch = Atomics.add(next, 0, 1); batch < batches; batch = Atomics.add(next, 0, 1)) {
    left.delete(batch);
    yield* ownBatch(book, paths, batch);
    yield* placed(helper?.came() ?? [], left);
  }
  if (helper !== undefined) yield* placed(helper.rest(left), left);
  for (const batch of left) yield* ownBatch(book, paths, batch);
}

type Batch = readonly [batch: number, runs: readonly LoadedRun[]];

/** The runs of batches, which are done by then. */
function* placed(
  batches: Iterable<Batch>,
  left: Set<number>,
): Generator<readonly [number, LoadedRun], void, undefined> {
  for (const [batch, runs] of batches) {
    left.delete(batch);
    for (const [k, run] of runs.entries()) yield [batch * BATCH + k, run];
  }
}

function* ownBatch(
  book: string,
  paths: readonly string[],
  batch: number,
): Generator<readonly [number, LoadedRun], void, undefined> {
  const first = batch * BATCH;
  for (const [k, path] of paths.slice(first, first + BATCH).entries())
    yield [first + k, loadedRun(loadRun(book, path))];
}

/** The second thread, as the first sees it. */
class Helper {
  readonly work: RowWork;
  readonly #port: MessagePort;
  readonly #patienceMs: number;

  constructor(thread: string, patienceMs: number, book: string, paths: readonly string[]) {
    const { port1, port2 } = new MessageChannel();
    const counter = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));
    this.#port = port1;
    this.#patienceMs = patienceMs;
    this.work = { book, paths, port: port2, next: counter(), said: counter() };
    const worker = new Worker(thread, { workerData: this.work, transferList: [port2] });
    worker.on('error', () => {}); // what it had taken is read here, and tells what is wrong
    worker.unref();
    port1.unref();
  }

  /** Batches that have come by now. */
  *came(): Generator<Batch, void, undefined> {
    for (let got = this.#receive(); got !== undefined; got = this.#receive()) yield got;
  }

  /** Those that are left, for which it is waited. */
  *rest(left: ReadonlySet<number>): Generator<Batch, void, undefined> {
    while (left.size > 0) {
      const said = Atomics.load(this.work.said, 0);
      const before = left.size;
      yield* this.came();
      if (left.size === before && Atomics.wait(this.work.said, 0, said, this.#patienceMs) === 'timed-out')
        break;
    }
    this.#port.close();
  }

  #receive(): Batch | undefined {
    return receiveMessageOnPort(this.#port)?.message as Batch | undefined;
  }
}

/** Run from its sources, the program has no other file to give to a thread. */
function threadFile(): string | undefined {
  if (import.meta.url.endsWith('.ts')) return undefined;
  const file = packageFile('dist/parts/row-thread.js');
  return existsSync(file) ? file : undefined;
}

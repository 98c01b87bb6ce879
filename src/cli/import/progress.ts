import type { CliContext } from '../context.ts';
import { fitText } from '../output/text-width.ts';

/** Nothing is said of work that is done sooner, ms. */
const PATIENCE_MS = 1000;
/** The line is written over at most this often, ms. */
const EVERY_MS = 200;
/** Without a terminal, a line this often, ms. */
const RARE_MS = 30_000;

/** Says how far long work is: one line that is written over on a terminal, rare lines elsewhere. */
export class ImportProgress {
  readonly #context: CliContext;
  readonly #allBytes: number;
  readonly #startMs: number;
  #bytes = 0;
  #saidMs: number;
  #isShown = false;

  constructor(context: CliContext, allBytes: number) {
    this.#context = context;
    this.#allBytes = allBytes;
    this.#startMs = context.host.clock.wallMs();
    this.#saidMs = this.#startMs;
  }

  /** So many bytes more have been read. */
  read(bytes: number): void {
    this.#bytes += bytes;
  }

  /** So many runs have come in, or would. */
  tick(runs: number): void {
    const { quiet, json, errIsTTY, columns, unicode } = this.#context;
    if (quiet || json) return;
    const nowMs = this.#context.host.clock.wallMs();
    if (nowMs - this.#startMs < PATIENCE_MS || nowMs - this.#saidMs < (errIsTTY ? EVERY_MS : RARE_MS)) return;
    this.#saidMs = nowMs;
    const part =
      this.#allBytes === 0 ? '' : `${Math.min(99, Math.floor((100 * this.#bytes) / this.#allBytes))} %, `;
    const text = `joulebook: ${part}${runs.toLocaleString('en')} runs`;
    this.#context.err(
      errIsTTY ? `\r${fitText(text, columns - 1, unicode ? '…' : '...')}\u001b[K` : `${text}\n`,
    );
    this.#isShown = errIsTTY;
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#isShown) this.#context.err('\r\u001b[K');
    this.#isShown = false;
  }
}

import { byteText } from '../../doctor/byte-text.ts';
import type { CliContext } from '../../context.ts';
import { fitText } from '../../output/text-width.ts';
import type { TransferWatch } from '../../../pipeline/remote/transfer/transfer-watch.ts';

/** Nothing is said of work that is done sooner, ms. */
const PATIENCE_MS = 1000;
/** The line is written over at most this often, ms. */
const EVERY_MS = 200;
/** Without a terminal, a line this often, ms. */
const RARE_MS = 30_000;

/** Says how far a long transfer is: one line that is written over on a terminal, rare lines elsewhere. */
export class TransferProgress implements TransferWatch {
  readonly #context: CliContext;
  readonly #doing: string;
  readonly #startMs: number;
  #saidMs: number;
  #files = 0;
  #done = 0;
  #bytes = 0;
  #isShown = false;

  /** @param doing `Pushing`, `Fetching`. */
  constructor(context: CliContext, doing: string) {
    this.#context = context;
    this.#doing = doing;
    this.#startMs = context.host.clock.wallMs();
    this.#saidMs = this.#startMs;
  }

  expect(files: number): void {
    this.#files += files;
  }

  bytes(bytes: number): void {
    this.#bytes += bytes;
    this.#say();
  }

  done(): void {
    this.#done += 1;
    this.#say();
  }

  warn(problem: Parameters<TransferWatch['warn']>[0]): void {
    this.clear();
    this.#context.warn(problem);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#isShown) this.#context.err('\r\u001b[K');
    this.#isShown = false;
  }

  #say(): void {
    const { quiet, json, errIsTTY, columns, unicode } = this.#context;
    if (quiet || json) return;
    const nowMs = this.#context.host.clock.wallMs();
    const spentMs = nowMs - this.#startMs;
    if (spentMs < PATIENCE_MS || nowMs - this.#saidMs < (errIsTTY ? EVERY_MS : RARE_MS)) return;
    this.#saidMs = nowMs;
    const files = `${this.#done.toLocaleString('en')} of ${this.#files.toLocaleString('en')} files`;
    const rate = `${byteText((1000 * this.#bytes) / spentMs)}/s`;
    const text = `${this.#doing}: ${files}, ${byteText(this.#bytes)}, ${rate}`;
    this.#context.err(
      errIsTTY ? `\r${fitText(text, columns - 1, unicode ? '…' : '...')}\u001b[K` : `${text}\n`,
    );
    this.#isShown = errIsTTY;
  }
}

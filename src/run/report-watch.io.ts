import { StringDecoder } from 'node:string_decoder';
import { closeSync, type FSWatcher, fstatSync, openSync, readSync, watch } from 'node:fs';

/** Where the kernel tells of appends, look without being told at every nth tick. */
const LOOK_EVERY = 5;

/**
 * Follows a file that the measured program appends lines to. The kernel tells of each append, so that a mark is read when it is made; `tick`
 * serves where it does not (some network file systems, ranks on other hosts).
 */
export class ReportWatch {
  readonly #onLine: (line: string) => void;
  readonly #fd: number;
  readonly #chunk = Buffer.allocUnsafe(65_536);
  readonly #decoder = new StringDecoder('utf8');
  #watcher: FSWatcher | undefined;
  #ticks = 0;
  #position = 0;
  #rest = '';

  constructor(path: string, onLine: (line: string) => void) {
    this.#onLine = onLine;
    this.#fd = openSync(path, 'a+', 0o600);
    try {
      this.#watcher = watch(path, { persistent: false }, () => this.poll());
      this.#watcher.on('error', () => {
        this.#watcher?.close();
        this.#watcher = undefined;
      });
    } catch {
      this.#watcher = undefined; // inotify's limits are spent: the ticks poll
    }
  }

  /** At every tick: looks for itself now and then, always where the kernel does not tell. */
  tick(): void {
    if (this.#watcher === undefined || this.#ticks++ % LOOK_EVERY === 0) this.poll();
  }

  /** Reads what was appended since. */
  poll(): void {
    if (fstatSync(this.#fd).size <= this.#position) return;
    for (;;) {
      const length = readSync(this.#fd, this.#chunk, 0, this.#chunk.length, this.#position);
      if (length === 0) return;
      this.#position += length;
      const text = this.#rest + this.#decoder.write(this.#chunk.subarray(0, length));
      const lines = text.split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') this.#onLine(line);
    }
  }

  /** Reads to the end, a last line without its newline included, and closes. */
  close(): void {
    this.poll();
    if (this.#rest.trim() !== '') this.#onLine(this.#rest);
    this.#rest = '';
    this.#watcher?.close();
    closeSync(this.#fd);
  }
}

import { closeSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import type { Native } from '../../host/native.io.ts';
import { ReportWatch } from '../../run/report-watch.io.ts';
import { LineSplitter } from './line-splitter.ts';
import type { OutputLine } from './patterns/line-reader.ts';
import { TrialLog } from './trial-log.io.ts';

/** After the trial has ended its pipes are looked at so often, ms, until they are closed, */
const LOOK_EVERY_MS = 25;
/** or so many looks have found nothing (somebody else holds them), */
const SILENT_LOOKS = 4;
/** or it has become too many: whoever still prints, and cannot be ended, is not listened to any more. */
const MOST_LOOKS = 200;
/** Where no pipe can be made: how often the log is looked at, ms. */
const LOOK_MS = 250;

/** What a trial prints: it goes into its log, and its lines are read on the way. */
export interface TrialOutput {
  /** Become the trial's own. */
  readonly stdout: number;
  readonly stderr: number;
  /** Why the log cannot be written. */
  readonly logFailure: unknown;
  /** The trial has its descriptors, or was not started: ours are not needed any more. */
  handedOver(): void;
  /** Reads the rest after the trial has ended, a last line without its newline too, and closes all. */
  drain(): Promise<void>;
}

/** How the output of a trial is taken. */
export interface OutputRequest {
  readonly log: string;
  readonly isAppended: boolean;
  readonly onLine: (line: OutputLine) => void;
}

/** Opens the output of a trial: by pipes, or where the native bindings are missing by following the log that the trial writes itself. */
export function openOutput(native: Native | null, request: OutputRequest): TrialOutput {
  return (native === null ? undefined : PipedOutput.open(native, request)) ?? new FollowedOutput(request);
}

class PipedOutput implements TrialOutput {
  readonly stdout: number;
  readonly stderr: number;
  readonly #log: TrialLog;
  readonly #streams: readonly PipeReader[];

  private constructor(out: Pipe, err: Pipe, { log, isAppended, onLine }: OutputRequest) {
    this.stdout = out.writeEnd;
    this.stderr = err.writeEnd;
    this.#log = new TrialLog(log, isAppended);
    this.#streams = [out, err].map(({ readEnd }) => new PipeReader(readEnd, this.#log, onLine));
  }

  static open(native: Native, request: OutputRequest): PipedOutput | undefined {
    const [out, err] = [pipe(native), pipe(native)];
    return out === undefined || err === undefined ? undefined : new PipedOutput(out, err, request);
  }

  get logFailure(): unknown {
    return this.#log.failure;
  }

  handedOver(): void {
    closeSync(this.stdout);
    closeSync(this.stderr);
  }

  async drain(): Promise<void> {
    await Promise.all(this.#streams.map((stream) => stream.drain()));
    this.#log.close();
  }
}

class PipeReader {
  readonly #socket: Socket;
  readonly #ended: Promise<void>;
  readonly #decoder = new StringDecoder('utf8');
  readonly #splitter = new LineSplitter();
  readonly #onLine: (line: OutputLine) => void;
  #bytes = 0;
  #isEnded = false;

  constructor(readEnd: number, log: TrialLog, onLine: (line: OutputLine) => void) {
    this.#onLine = onLine;
    this.#socket = new Socket({ fd: readEnd, readable: true, writable: false });
    this.#ended = new Promise((resolve) => {
      this.#socket.on('close', () => {
        this.#isEnded = true;
        resolve();
      });
    });
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('data', (chunk: Buffer) => {
      log.write(chunk);
      this.#bytes += chunk.length;
      for (const line of this.#splitter.take(this.#decoder.write(chunk))) onLine(line);
    });
  }

  async drain(): Promise<void> {
    // Looks are counted, not time: a busy machine may let none of it come to us for longer than any silence.
    for (let looks = 0, silent = 0; looks < MOST_LOOKS && silent < SILENT_LOOKS && !this.#isEnded; looks++) {
      const before = this.#bytes;
      await Promise.race([this.#ended, new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))]);
      await new Promise((resolve) => setImmediate(resolve)); // what has come meanwhile is read first
      silent = this.#bytes > before ? 0 : silent + 1;
    }
    this.#socket.destroy();
    for (const line of this.#splitter.end()) this.#onLine(line);
  }
}

/** The trial writes its log itself, and we read behind it. */
class FollowedOutput implements TrialOutput {
  readonly stdout: number;
  readonly stderr: number;
  readonly logFailure = undefined;
  readonly #watch: ReportWatch;
  readonly #timer: NodeJS.Timeout;

  constructor({ log, isAppended, onLine }: OutputRequest) {
    if (!isAppended) closeSync(openSync(log, 'w'));
    this.stdout = openSync(log, 'a');
    this.stderr = openSync(log, 'a');
    const splitter = new LineSplitter();
    this.#watch = new ReportWatch(log, (text) => {
      for (const line of splitter.take(`${text}\n`)) onLine(line);
    });
    this.#timer = setInterval(() => this.#watch.poll(), LOOK_MS);
  }

  handedOver(): void {
    closeSync(this.stdout);
    closeSync(this.stderr);
  }

  drain(): Promise<void> {
    clearInterval(this.#timer);
    this.#watch.close();
    return Promise.resolve();
  }
}

interface Pipe {
  readonly readEnd: number;
  readonly writeEnd: number;
}

function pipe(native: Native): Pipe | undefined {
  const ends = new Int32Array(2);
  if (native.func('int pipe2(void *ends, int flags)')(ends, CLOSE_ON_EXEC) !== 0) return undefined;
  const [readEnd = -1, writeEnd = -1] = ends;
  return { readEnd, writeEnd };
}

/** O_CLOEXEC of Linux. */
const CLOSE_ON_EXEC = 0o2000000;

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Book, openBook } from '../../src/book/book.io.ts';
import type { JournalEvent } from '../../src/book/journal-event.ts';
import { JournalWriter } from '../../src/book/journal-writer.io.ts';
import { createRunFolder } from '../../src/book/run-folder.io.ts';
import { runId } from '../../src/book/run-id.ts';
import type { Host } from '../../src/host/host.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import type { LiveMessage } from '../../src/report/live/live-message.ts';
import { readMessage } from '../../src/report/live/live-message.ts';
import { wasteRules } from '../../src/report/waste/rules.io.ts';
import { LiveService } from '../../src/server/live/live-service.io.ts';
import { LiveModel } from '../../web/state/live-model.ts';
import { component, end, machine, sample, start } from '../book/events.ts';

/** When the simulated time begins, ms since 1970. */
export const BEGAN = Date.parse('2026-11-20T08:00:00Z');
const IDLE_W = 20;
/** As the page does. */
const ASK_AFTER_S = 2;

/** A run that is written while it is followed. */
export interface Written {
  readonly id: string;
  readonly writer: JournalWriter;
  readonly startedS: number;
  samples: number;
  energyJ: number;
}

/** Hours that pass as fast as they can be computed: real journals by the real writer, the real service, and a page's model that listens. */
export class LiveSimulation {
  readonly dir = mkdtempSync(join(tmpdir(), 'joulebook-live-'));
  readonly host: Host;
  readonly book: Book;
  readonly service: LiveService;
  readonly runs: Written[] = [];
  /** Seconds since the beginning. */
  nowS = 0;

  constructor() {
    this.host = realHost({
      clock: { wallMs: () => BEGAN + this.nowS * 1000, bootS: () => 1000 + this.nowS },
    });
    const book = openBook(this.host, { book: join(this.dir, '.joulebook'), create: true });
    if (!book.ok) throw new Error(book.error.what);
    this.book = book.value;
    this.service = new LiveService(this.host, this.book, wasteRules(), (error) => {
      throw error;
    });
  }

  /** Begins a run, with its journal locked as a live run's is. */
  begin(name: string): Written {
    const id = runId(BEGAN + this.nowS * 1000, Math.random);
    const folder = createRunFolder(this.book.dir, id);
    if (!folder.ok) throw new Error(folder.error.what);
    const writer = JournalWriter.create(folder.value.journal, { lock: true });
    if (!writer.ok) throw new Error(writer.error.what);
    const run = { id, writer: writer.value, startedS: this.nowS, samples: 0, energyJ: 0 };
    const startedAt = new Date(BEGAN + this.nowS * 1000).toISOString();
    this.write(run, start({ id, rootId: id, name, startedAt, intervalS: 1 }));
    this.write(run, machine([component('cpu'), component('ram')]));
    this.runs.push(run);
    return run;
  }

  write(run: Written, event: JournalEvent): void {
    const failed = run.writer.append(1000 + this.nowS, event);
    if (failed !== undefined) throw new Error(failed.what);
  }

  /** One sample of a run: of so many watts above idle, of which it has the half. */
  sample(run: Written, watts: number, dt = 1): void {
    const e = [(IDLE_W + watts) * dt, 4 * dt];
    this.write(run, sample(e, [IDLE_W * dt, 4 * dt], [0.5, 0.5], [0.5, 0.5], { dt }));
    run.samples++;
    run.energyJ += ((watts + IDLE_W + 4) / 2) * dt;
  }

  end(run: Written, state: 'ok' | 'failed' = 'ok'): void {
    const endedAt = new Date(BEGAN + this.nowS * 1000).toISOString();
    run.writer.appendEnd(1000 + this.nowS, end({ state, endedAt, durationS: this.nowS - run.startedS }));
    run.writer.close();
  }

  close(): void {
    this.service.close();
    for (const { writer } of this.runs) {
      try {
        writer.close();
      } catch {
        // ended before
      }
    }
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** A page that listens: it reads the stream and asks as the page does. */
export class Page {
  readonly model = new LiveModel();
  readonly #simulation: LiveSimulation;
  readonly #inbox: string[] = [];
  #isStale = false;
  #askedS = Number.NEGATIVE_INFINITY;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  /** When the latest messages were sent, ms of simulated time; their most in one second, and the longest, bytes. */
  #times: number[] = [];
  mostASecond = 0;
  longest = 0;
  messages = 0;
  asked = 0;
  lost = 0;
  /** Energy that the power points add up to, J, and the time until which they reach, by run. */
  readonly drawn = new Map<string, Drawn>();

  constructor(simulation: LiveSimulation) {
    this.#simulation = simulation;
  }

  /** Opens the stream; what it says is read at each {@link beat}. */
  open(): void {
    const stream = this.#simulation.service.events();
    if (stream === undefined) throw new Error('turned away');
    this.#reader = stream.getReader();
    void this.#read(this.#reader);
  }

  async #read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for (let read = await reader.read(); !read.done; read = await reader.read())
      this.#inbox.push(...decoder.decode(read.value).split('\n\n'));
  }

  async close(): Promise<void> {
    await this.#reader?.cancel();
    this.#reader = undefined;
  }

  async ask(): Promise<void> {
    this.asked++;
    this.#isStale = false;
    this.#askedS = this.#simulation.nowS;
    const since = this.model.since;
    this.model.asking();
    const answer = await this.#simulation.service.answer(since);
    this.model.answered(answer);
    for (const facts of answer.runs) {
      if (facts.power === undefined) continue;
      const drawn = { energyJ: 0, atS: 0, slot: facts.slot };
      for (const [atS, w] of facts.power) draw(drawn, atS, w);
      this.drawn.set(facts.id, drawn);
    }
  }

  /** Lets the server say what it has to say, and reads it. */
  async beat(): Promise<void> {
    this.#simulation.service.beat();
    await turn(); // the stream hands over what was said
    for (const event of this.#inbox.splice(0)) await this.#take(event);
    if (this.#isStale && this.#simulation.nowS - this.#askedS >= ASK_AFTER_S) await this.ask();
  }

  async #take(event: string): Promise<void> {
    const id = /^id: (.*)$/m.exec(event)?.[1];
    const data = /^data: (.*)$/m.exec(event)?.[1];
    if (id === undefined || data === undefined) return;
    const message = readMessage(id, data);
    if (message === undefined) throw new Error(`not understood: ${event}`);
    this.#count(event.length + 2, message.atMs);
    if (event.includes('event: hello')) {
      if (!this.model.goesOn(message)) {
        this.model.lose();
        await this.ask();
      }
      return;
    }
    const heard = this.model.heard(message);
    this.#draw(message);
    if (heard === 'lost') {
      this.lost++;
      this.model.lose();
    }
    if (heard !== 'known') this.#isStale = true;
  }

  #count(length: number, sentMs: number): void {
    this.messages++;
    this.longest = Math.max(this.longest, length);
    this.#times = [...this.#times.filter((at) => at > sentMs - 1000), sentMs];
    this.mostASecond = Math.max(this.mostASecond, this.#times.length);
  }

  #draw({ buckets }: LiveMessage): void {
    for (const { slot, atS, w } of buckets) {
      const drawn = [...this.drawn.values()].find((one) => one.slot === slot);
      if (drawn !== undefined) draw(drawn, atS, w);
    }
  }
}

interface Drawn {
  energyJ: number;
  atS: number;
  readonly slot: number;
}

function draw(drawn: Drawn, atS: number, w: number): void {
  drawn.energyJ += w * (atS - drawn.atS);
  drawn.atS = atS;
}

function turn(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

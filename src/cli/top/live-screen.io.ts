import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { problem, type Warning } from '../../errors.ts';
import type { CliContext } from '../context.ts';
import { successEnvelope } from '../output/json-envelope.ts';
import type { Look } from '../views/look.ts';
import { WALL } from './component-lines.ts';
import { type Ending, untilEnded } from './endings.io.ts';
import { drawFrame } from './frame.ts';
import { History } from './history.ts';
import { type Key, KeyReader } from './keys.ts';
import { PolledTicks } from './polled.io.ts';
import type { TopReading } from './reading.ts';
import { readingJson } from './reading-json.ts';
import type { TopSampler } from './sampler.io.ts';
import { Screen, screenSize } from './screen.io.ts';
import { onKey, startState, type UiState } from './ui-state.ts';

/** Sparklines are never wider. */
const HISTORY = 240;
/** An Escape alone looks like the beginning of a key; so long the rest of one may take, ms: over a slow line, too. */
const ESCAPE_MS = 50;
/** The first figures come sooner than the first interval: nobody looks at an empty screen, s. */
const FIRST_AFTER_S = 0.3;

/** The live view: one reading an interval, a frame for each and for each key. Returns how it was ended; the screen has been given back. */
export async function liveScreen(
  context: CliContext,
  sampler: TopSampler,
  options: {
    readonly intervalS: number;
    readonly seconds: number | undefined;
    readonly look: Omit<Look, 'width'>;
  },
): Promise<Ending> {
  const view = new LiveView(context, sampler, options);
  try {
    return await view.run(options.seconds);
  } finally {
    view.close();
  }
}

class LiveView {
  readonly #context: CliContext;
  readonly #sampler: TopSampler;
  readonly #look: Omit<Look, 'width'>;
  readonly #screen: Screen;
  readonly #keys = new KeyReader();
  readonly #history = new History(HISTORY);
  readonly #ticks: PolledTicks;
  readonly #onResize = (): void => this.#measure();
  readonly #onContinue = (): void => this.#resume();
  readonly #onStop = (): void => this.#suspend();
  #first: NodeJS.Timeout | undefined;
  #escape: NodeJS.Timeout | undefined;
  #ui: UiState;
  #reading: TopReading | undefined;
  #trouble: string | undefined;
  #rows: readonly string[] = [];
  #size = screenSize();
  #quit: () => void = () => {};

  constructor(
    context: CliContext,
    sampler: TopSampler,
    { intervalS, look }: { readonly intervalS: number; readonly look: Omit<Look, 'width'> },
  ) {
    this.#context = context;
    this.#sampler = sampler;
    this.#look = look;
    this.#ui = startState(intervalS);
    this.#screen = new Screen(
      (text) => this.#onInput(text),
      () => this.#quit(),
    );
    this.#ticks = new PolledTicks(context.host.clock, sampler, intervalS, () => this.#tick());
    if (intervalS > FIRST_AFTER_S) this.#first = setTimeout(() => this.#tick(), FIRST_AFTER_S * 1000);
  }

  async run(seconds: number | undefined): Promise<Ending> {
    const { ended, end } = untilEnded(seconds);
    this.#quit = end;
    process.on('SIGWINCH', this.#onResize);
    process.on('SIGCONT', this.#onContinue);
    process.on('SIGTSTP', this.#onStop);
    this.#screen.enter();
    this.#screen.show(['joulebook top: reading the meters'], this.#size.width);
    return await ended;
  }

  close(): void {
    clearTimeout(this.#first);
    clearTimeout(this.#escape);
    this.#ticks.stop();
    process.off('SIGWINCH', this.#onResize);
    process.off('SIGCONT', this.#onContinue);
    process.off('SIGTSTP', this.#onStop);
    this.#screen.close();
  }

  #tick(): void {
    const reading = this.#sampler.read();
    this.#hear(this.#sampler.takeWarnings());
    for (const { name, watts } of reading.components) this.#history.add(name, watts);
    this.#history.add(WALL, reading.wall.watts);
    if (this.#ui.paused) return;
    this.#reading = reading;
    this.#draw();
  }

  #hear(warnings: readonly Warning[]): void {
    const last = warnings.at(-1);
    if (last !== undefined)
      this.#trouble = [last.what, last.why, last.fix].filter((text) => text !== undefined).join('; ');
  }

  #draw(): void {
    const reading = this.#reading;
    if (reading === undefined) return;
    const look = { ...this.#look, ...this.#size };
    const trouble = this.#trouble === undefined ? {} : { trouble: this.#trouble };
    const { lines, rows } = drawFrame({ reading, history: this.#history, ui: this.#ui, ...trouble }, look);
    this.#rows = rows;
    this.#screen.show(lines, look.width);
  }

  #measure(): void {
    this.#size = screenSize();
    this.#screen.forget();
    this.#draw();
  }

  #onInput(text: string): void {
    clearTimeout(this.#escape);
    this.#press(this.#keys.feed(text));
    if (this.#keys.isWaiting) this.#escape = setTimeout(() => this.#press(this.#keys.flush()), ESCAPE_MS);
  }

  #press(keys: readonly Key[]): void {
    for (const key of keys) {
      const { ui, effect } = onKey(this.#ui, key, this.#rows);
      const before = this.#ui;
      this.#ui = ui;
      if (ui.intervalS !== before.intervalS) this.#ticks.setInterval(ui.intervalS);
      if (effect === 'quit') return this.#quit();
      if (effect === 'suspend') this.#suspend();
      else if (effect === 'redraw') this.#screen.forget();
      else if (effect === 'save') this.#save();
      else if (effect !== undefined) this.#stopRun(effect.stop);
    }
    if (keys.length > 0) this.#draw();
  }

  #stopRun(id: string): void {
    const refused = this.#sampler.stopRun(id);
    if (refused === undefined) this.#trouble = 'asked to stop: it ends when it has closed its files';
    else this.#hear([refused]);
  }

  /** The reading that is shown, as `--json` would have printed it. */
  #save(): void {
    if (this.#reading === undefined) return;
    const file = `joulebook-top-${new Date(this.#reading.atMs).toISOString().replaceAll(/[:.]/g, '-')}.json`;
    const text = successEnvelope(this.#context.command, readingJson(this.#reading), []);
    try {
      writeFileSync(resolve(this.#context.host.cwd, file), text);
      this.#trouble = `written to ${file}`;
    } catch (failure) {
      this.#hear([problem('E_OUTPUT', `${file} cannot be written`, (failure as Error).message)]);
    }
  }

  /** Ctrl-Z: the shell gets its screen back until `fg`. */
  #suspend(): void {
    this.#screen.leave();
    process.kill(this.#context.host.pid, 'SIGSTOP');
  }

  #resume(): void {
    this.#screen.enter();
    this.#measure();
  }
}

import type { GridEvent } from '../../book/journal-event.ts';
import type { SourcedIntensity } from '../../grid/intensity.ts';
import type { Problem } from '../../errors.ts';
import { figuresFor, keptFigures } from '../../grid/live/figures.io.ts';
import type { Figures } from '../../grid/live/figures.ts';
import { gridProblem } from '../../grid/live/grid-problem.ts';
import type { GridSource, Period, Refusal } from '../../grid/live/grid-source.ts';
import type { HourFigure } from '../../grid/live/hour-figures.ts';
import { liveTable } from '../../grid/live/live-table.io.ts';
import type { LiveSourceFacts } from '../../grid/live/live-table.ts';
import type { Host } from '../../host/host.ts';
import { gridEvent } from './grid-event.ts';
import { liveWarnings } from './live-warnings.ts';

/** What has failed is not asked for again before, ms. */
const PATIENCE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** A figure that is no measured one and still stands so long after its hour is not waited for any more, ms. */
const FINAL_MS = 20 * HOUR_MS;

/** One live source beside a run: asked in rounds, never two at a time, for the hours that may still change; what is news is written down. */
export class SourceWatch {
  readonly #host: Host;
  readonly #source: GridSource;
  readonly #zone: string;
  readonly #facts: LiveSourceFacts;
  readonly #emit: (event: GridEvent) => void;
  /** The run's hours as they were told last, by their beginning. */
  readonly #told = new Map<number, HourFigure>();
  #last: Figures['last'];
  #refusal: Refusal | undefined;
  #round: Promise<void> | undefined;
  #failedMs = Number.NEGATIVE_INFINITY;
  #failure: string | undefined;
  #isOver = false;

  constructor(host: Host, source: GridSource, zone: string, emit: (event: GridEvent) => void) {
    this.#host = host;
    this.#source = source;
    this.#zone = zone;
    this.#facts = liveTable().sources[source.id];
    this.#emit = emit;
  }

  /** Whether the last round has told nothing new. */
  get hasFailed(): boolean {
    return this.#refusal !== undefined;
  }

  /** Asks for a run until now, after what is being asked already. */
  async ask(run: Period): Promise<void> {
    await this.#round;
    if (this.#isOver) return;
    if (this.#host.clock.wallMs() - this.#failedMs < PATIENCE_MS) this.#take(this.#kept(run), this.#refusal);
    else {
      this.#round = this.#ask(run);
      await this.#round;
    }
  }

  /** The run no longer waits: what is kept must do. */
  giveUp(run: Period, why: string): void {
    const problem = gridProblem(this.#facts.name, this.#zone, why, 'raise `grid-wait`, or try again later');
    this.#take(this.#kept(run), { problem });
    this.close();
  }

  /** What is told from now on is too late. */
  close(): void {
    this.#isOver = true;
  }

  /** What to say when the run is over. */
  warnings({ fromMs, toMs }: Period, offline: SourcedIntensity | undefined): readonly Problem[] {
    const nowMs = this.#host.clock.wallMs();
    const [last, refusal] = [this.#last, this.#refusal];
    const figures: Figures = {
      hours: [...this.#told.values()],
      ...(last === undefined ? {} : { last }),
      ...(refusal === undefined ? {} : { refusal }),
    };
    return liveWarnings({ facts: this.#facts, zone: this.#zone, figures, fromMs, toMs, nowMs }, offline);
  }

  async #ask(run: Period): Promise<void> {
    const figures = await figuresFor(this.#host, this.#source, this.#zone, this.#open(run));
    if (figures.refusal !== undefined) this.#failedMs = this.#host.clock.wallMs();
    this.#take(figures, figures.refusal);
  }

  #kept(run: Period): Figures {
    const { id: source, address } = this.#source;
    return keptFigures(this.#host, { source, address, zone: this.#zone }, this.#open(run));
  }

  /** From the first hour on that may still change: of a long run the beginning is settled. */
  #open({ fromMs, toMs }: Period): Period {
    let openMs = fromMs;
    for (let hourMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS; hourMs < toMs; hourMs += HOUR_MS) {
      const figure = this.#told.get(hourMs);
      const finalMs = hourMs + HOUR_MS + (figure?.how === 'measured' ? 0 : FINAL_MS);
      if (figure === undefined || figure.askedMs < finalMs) break;
      openMs = hourMs + HOUR_MS;
    }
    return { fromMs: Math.min(openMs, toMs), toMs };
  }

  #take(figures: Figures, refusal: Refusal | undefined): void {
    if (this.#isOver) return;
    const { last } = figures;
    if (last !== undefined && last.boundary !== this.#last?.boundary) this.#told.clear();
    this.#last = last ?? this.#last;
    this.#refusal = refusal;
    const news = figures.hours.filter((figure) => isNews(figure, this.#told.get(figure.hourMs)));
    for (const figure of figures.hours) this.#told.set(figure.hourMs, figure);
    const failure = refusal?.problem.why ?? refusal?.problem.what;
    if (news.length === 0 && failure === this.#failure) return;
    this.#failure = failure;
    const told: Figures = {
      hours: news,
      ...(this.#last === undefined ? {} : { last: this.#last }),
      ...(refusal === undefined ? {} : { refusal }),
    };
    this.#emit(gridEvent(this.#source.id, this.#facts, this.#zone, told));
  }
}

/** When it was asked for is no news by itself. */
function isNews({ askedMs: _now, ...figure }: HourFigure, before: HourFigure | undefined): boolean {
  if (before === undefined) return true;
  const { askedMs: _before, ...old } = before;
  return JSON.stringify(figure) !== JSON.stringify(old);
}

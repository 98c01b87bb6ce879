import { writeSync } from 'node:fs';
import { unreachable } from '../../result.ts';
import type { SearchEvent } from '../../search/workers/search-event.ts';
import type { StudyState } from '../../search/study/study-state.ts';
import { printDuration } from '../../units/format-duration.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { printable } from '../output/text-width.ts';
import { holdText, releaseText } from './hold-text.ts';
import { type PanelFacts, panelLines } from './panel.ts';
import { trialLine } from './trial-text.ts';

const EVERY_MS = 500;

/** Shows how a search goes: a line for each trial, and on a terminal a few lines at its foot that are drawn anew. */
export class SearchScreen {
  readonly #context: CliContext;
  readonly #state: StudyState;
  readonly #facts: () => Omit<PanelFacts, 'state'>;
  readonly #isLive: boolean;
  readonly #timer: NodeJS.Timeout | undefined;
  /** Lines that stand at the foot now. */
  #shown = 0;

  constructor(context: CliContext, state: StudyState, facts: () => Omit<PanelFacts, 'state'>) {
    this.#context = context;
    this.#state = state;
    this.#facts = facts;
    const isDumb = context.host.env['TERM'] === 'dumb';
    this.#isLive = context.errIsTTY && !isDumb && !context.quiet && !context.json;
    if (this.#isLive) this.#timer = setInterval(() => this.#draw(), EVERY_MS);
  }

  /** Tells what happened. */
  readonly tell = (event: SearchEvent): void => {
    if (event.k === 'reported') return;
    if (event.k === 'line' && this.#context.verbose === 0) return;
    this.#clear();
    if (event.k === 'warning') this.#context.warn(event.warning);
    else {
      const line = this.#lineOf(event);
      if (line !== undefined && !this.#context.quiet && !this.#context.json) this.#context.err(`${line}\n`);
    }
    if (this.#isLive) this.#draw();
  };

  /** Takes the lines at the foot away for good. */
  end(): void {
    clearInterval(this.#timer);
    this.#clear();
  }

  #lineOf(event: Exclude<SearchEvent, { readonly k: 'reported' | 'warning' }>): string | undefined {
    const look = { ...lookOf(this.#context, {}), style: this.#context.errStyle };
    switch (event.k) {
      case 'ended': {
        const { trial, fate } = event;
        const isBest = this.#state.gains.front.some((gain) => gain.trial === trial.number);
        return trialLine(trial, this.#state.plan, { isBest, again: fate.again }, look);
      }
      case 'line':
        return `[${event.trial}] ${printable(event.text)}`;
      case 'waiting':
        return `trials fail one after the other: the next begins in ${printDuration(event.forS)}`;
      case 'held':
        return `no trial is begun: ${holdText(event.hold)}`;
      case 'released':
        return releaseText(event.why);
      case 'started':
        if (this.#context.verbose === 0) return undefined;
        return `#${event.trial.number} ${event.resumed ? 'goes on' : 'begins'}${event.gpu === undefined ? '' : ` on ${event.gpu}`}`;
      case 'sentenced':
        return this.#context.verbose === 0
          ? undefined
          : `#${event.trial.number} is ended: ${event.reason.text}`;
      default:
        return unreachable(event);
    }
  }

  #draw(): void {
    const look = { ...lookOf(this.#context, {}), style: this.#context.errStyle };
    const lines = panelLines({ state: this.#state, ...this.#facts() }, look);
    this.#write(`${up(this.#shown)}${lines.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`);
    this.#shown = lines.length;
  }

  #clear(): void {
    if (this.#shown > 0) this.#write(`${up(this.#shown)}\u001b[J`);
    this.#shown = 0;
  }

  #write(text: string): void {
    try {
      writeSync(2, text);
    } catch {
      // the terminal has gone; the search has not
    }
  }
}

function up(lines: number): string {
  return lines === 0 ? '' : `\u001b[${lines}A\r`;
}

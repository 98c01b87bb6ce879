import { writeSync } from 'node:fs';
import { addressOf } from '../../pipeline/graph/address.ts';
import type { Node, RepoPath } from '../../pipeline/model/stage.ts';
import type { Tell } from '../../pipeline/repro/repro-event.ts';
import { printPower } from '../../units/format.ts';
import type { CliContext } from '../context.ts';
import { fitText } from '../output/text-width.ts';

const EVERY_MS = 500;

/** What the live line shows. */
export interface ReproFacts {
  /** Addresses of the stages that run. */
  readonly running: readonly string[];
  readonly done: number;
  readonly all: number;
  readonly powerW: number | undefined;
}

/**
 * One line about a repro that goes on.
 *
 * @example
 * reproLine({ running: ['train@us', 'train@eu'], done: 3, all: 8, powerW: 212 }, look) // '⚡ 3/8  212 W  train@us, train@eu'
 */
export function reproLine(
  { running, done, all, powerW }: ReproFacts,
  look: { readonly columns: number; readonly unicode: boolean },
): string {
  const ascii = !look.unicode;
  const parts = [
    `${ascii ? '*' : '⚡'} ${done}/${all}`,
    powerW === undefined ? '' : printPower(powerW, { ascii }),
    running.join(', '),
  ];
  return fitText(parts.filter((part) => part !== '').join('  '), look.columns - 1, ascii ? '...' : '…');
}

/** A line at the foot of the terminal while stages run side by side; nothing of it elsewhere, or where they write there themselves. */
export class ReproLive {
  readonly #context: CliContext;
  readonly #from: RepoPath;
  readonly #all: number;
  readonly #powerW: () => number | undefined;
  readonly #running = new Set<Node>();
  readonly #isShown: boolean;
  #done = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param jobs how many stages may run at once; a single one has the terminal for itself. */
  constructor(
    context: CliContext,
    from: RepoPath,
    plan: { readonly all: number; readonly jobs: number },
    powerW: () => number | undefined,
  ) {
    this.#context = context;
    this.#from = from;
    this.#all = plan.all;
    this.#powerW = powerW;
    const isDumb = context.host.env['TERM'] === 'dumb';
    this.#isShown = context.errIsTTY && !isDumb && !context.quiet && !context.json && plan.jobs > 1;
  }

  /** Puts the line out of the way of what is told, and back. */
  around(tell: Tell): Tell {
    if (!this.#isShown) return tell;
    this.#timer = setInterval(() => this.#show(), EVERY_MS);
    return (event) => {
      this.#clear();
      if (event.k === 'running') this.#running.add(event.stage);
      if (event.k === 'output') this.#running.delete(event.stage);
      if (['unchanged', 'ended', 'failed', 'skipped'].includes(event.k)) this.#done += 1;
      tell(event);
      this.#show();
    };
  }

  /** Takes the line away for good. */
  end(): void {
    clearInterval(this.#timer);
    if (this.#isShown) this.#clear();
  }

  #show(): void {
    const running = [...this.#running].map((node) => addressOf(node, this.#from));
    if (running.length === 0) return;
    const facts = { running, done: this.#done, all: this.#all, powerW: this.#powerW() };
    this.#write(`\r${reproLine(facts, this.#context)}\u001b[K`);
  }

  #clear(): void {
    this.#write('\r\u001b[K');
  }

  #write(text: string): void {
    try {
      writeSync(2, text);
    } catch {
      // the terminal has gone; the stages have not
    }
  }
}

import type { ChannelTrouble } from '../source.ts';

const NONE: readonly ChannelTrouble[] = [];

/** Says of each channel when it fails and when it comes back, once each. */
export class TroubleLog {
  readonly #failed = new Set<number>();
  #news: ChannelTrouble[] = [];

  /** Energy counts anew: what fails from here on is said again. */
  start(): void {
    this.#failed.clear();
  }

  isFailed(channel: number): boolean {
    return this.#failed.has(channel);
  }

  failed(channel: number, atS: number, why: string, fix?: string): void {
    if (this.#failed.has(channel)) return;
    this.#failed.add(channel);
    this.#news.push({ channel, atS, state: 'failed', why, ...(fix === undefined ? {} : { fix }) });
  }

  back(channel: number, atS: number, why: string): void {
    if (!this.#failed.delete(channel)) return;
    this.#news.push({ channel, atS, state: 'back', why });
  }

  /** What happened since it was last asked; the same empty list where nothing did. */
  drain(): readonly ChannelTrouble[] {
    if (this.#news.length === 0) return NONE;
    const news = this.#news;
    this.#news = [];
    return news;
  }
}

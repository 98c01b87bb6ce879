import type { GpuTenancy } from '../gpu-tenancy.ts';
import type { SmiFeed } from './smi-feed.ts';

/** A GPU that is read through nvidia-smi: how busy it is shows, who uses it does not. */
export class SmiTenancy implements GpuTenancy {
  readonly target: `gpu:${number}`;
  readonly tenants = [];
  readonly isHidden = true;
  readonly #feed: SmiFeed;
  readonly #index: number;
  busy = Number.NaN;

  constructor(feed: SmiFeed, index: number) {
    this.target = `gpu:${index}`;
    this.#feed = feed;
    this.#index = index;
  }

  look(): void {
    const row = this.#feed.rows().find(({ index }) => index === this.#index);
    this.busy = this.#feed.ended() === undefined && row !== undefined ? row.busy : Number.NaN;
  }
}

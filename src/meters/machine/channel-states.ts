import type { Channel, ChannelTrouble, EnergySource, Target } from '../source.ts';

/** One channel of any of the machine's sources. */
export interface ChannelState {
  readonly channel: Channel;
  /** Why it cannot be read now; undefined while it can. */
  failed: ChannelTrouble | undefined;
}

/** All channels of a machine's sources in one row, with what was read of each and which of them have failed. */
export class ChannelStates {
  readonly all: readonly ChannelState[];
  /** Energy of the latest reading, J, by channel: low and high end; NaN where nothing is known. */
  readonly lowJ: Float64Array;
  readonly highJ: Float64Array;
  readonly pollWithinS: number;
  readonly #sources: readonly EnergySource[];
  /** Failures and returns of the latest reading. */
  news: readonly (ChannelTrouble & { readonly of: Channel })[] = [];

  constructor(sources: readonly EnergySource[]) {
    this.#sources = sources;
    this.all = sources.flatMap(({ channels }) => channels.map((channel) => ({ channel, failed: undefined })));
    this.lowJ = new Float64Array(this.all.length);
    this.highJ = new Float64Array(this.all.length);
    this.pollWithinS = Math.min(Number.POSITIVE_INFINITY, ...sources.map((source) => source.pollWithinS));
  }

  start(nowS: number): void {
    for (const source of this.#sources) source.start(nowS);
  }

  poll(nowS: number): void {
    for (const source of this.#sources) source.poll(nowS);
  }

  read(nowS: number): void {
    let offset = 0;
    this.news = NONE;
    for (const source of this.#sources) {
      source.take(nowS, this.lowJ, this.highJ, offset);
      const troubles = source.troubles();
      if (troubles.length > 0) this.#take(troubles, offset);
      offset += source.channels.length;
    }
  }

  /** Places in the row of the channels of one target that can be read. */
  of(target: Target): readonly number[] {
    return this.#where((state) => state.channel.target === target && state.failed === undefined);
  }

  /** The failure of a target, where one of its channels cannot be read. */
  failureOf(target: Target): ChannelTrouble | undefined {
    return this.all.find((state) => state.channel.target === target && state.failed !== undefined)?.failed;
  }

  /** What a channel can draw at most, W; 0 where nobody says. */
  mostW(place: number): number {
    return this.all[place]?.channel.maxW ?? 0;
  }

  targets(): ReadonlySet<Target> {
    return new Set(this.all.map(({ channel }) => channel.target));
  }

  close(): void {
    for (const source of this.#sources) source.close();
  }

  #where(holds: (state: ChannelState) => boolean): readonly number[] {
    return this.all.flatMap((state, place) => (holds(state) ? [place] : []));
  }

  #take(troubles: readonly ChannelTrouble[], offset: number): void {
    const news = [...this.news];
    for (const trouble of troubles) {
      const state = this.all[offset + trouble.channel];
      if (state === undefined) continue;
      state.failed = trouble.state === 'failed' ? trouble : undefined;
      news.push({ ...trouble, of: state.channel });
    }
    this.news = news;
  }
}

const NONE: ChannelStates['news'] = [];

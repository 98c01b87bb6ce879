import type { Channel, Finding } from '../source.ts';

/** One channel as it is read. All of it is on the sampling path: synchronous, no throwing. */
export interface ChannelReader {
  readonly channel: Channel;
  /** The longest time between two polls, s; Infinity where it does not matter. */
  readonly pollWithinS: number;
  /** Energy counts from here. */
  start(nowS: number): void;
  poll(nowS: number): void;
  /** What was used since the last `take`, J. */
  take(nowS: number): readonly [low: number, high: number];
  /** Why the last poll gave nothing; empty while all is well. */
  readonly why: string;
  /** What to do about it. */
  readonly fix: string | undefined;
  close(): void;
}

/** Readers and findings of one family of sensors. */
export interface FoundReaders {
  readonly readers: readonly ChannelReader[];
  readonly findings: readonly Finding[];
}

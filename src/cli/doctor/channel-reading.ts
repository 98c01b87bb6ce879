import type { Channel } from '../../meters/source.ts';

/** What a channel gave in the time that it was watched. */
export interface ChannelReading {
  readonly channel: Channel;
  /** Mean power, W: equal where it is known, bounds where not, NaN in both where nothing is known. */
  readonly lowW: number;
  readonly highW: number;
  /** Why it could not be read, where it could not. */
  readonly failed?: { readonly why: string; readonly fix?: string };
}

/** Whether a counter stood still: what is switched on draws something. Memory without a counter of its own may show zero. */
export function stoodStill(reading: ChannelReading): boolean {
  return isRead(reading) && reading.highW === 0 && reading.channel.target !== 'ram';
}

/** Whether a channel was read: a power, or bounds of one. */
export function isRead({ failed, lowW, highW }: ChannelReading): boolean {
  return failed === undefined && !Number.isNaN(lowW) && !Number.isNaN(highW);
}

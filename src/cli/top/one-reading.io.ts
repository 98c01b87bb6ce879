import { setTimeout as after } from 'node:timers/promises';
import type { TopReading } from './reading.ts';
import type { TopSampler } from './sampler.io.ts';

/** One interval from now on. */
export async function oneReading(sampler: TopSampler, intervalS: number): Promise<TopReading> {
  const { pollWithinS } = sampler;
  for (let left = intervalS; left > 0; left -= pollWithinS) {
    await after(Math.min(left, pollWithinS) * 1000);
    if (left > pollWithinS) sampler.poll();
  }
  return sampler.read();
}

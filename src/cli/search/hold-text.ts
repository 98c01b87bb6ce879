import type { Hold, Release } from '../../search/workers/clean-hours.ts';
import { printDuration } from '../../units/format-duration.ts';
import { printIntensity } from '../../units/format.ts';

/** Why no trial is begun. */
export function holdText({ gPerKwh, aboveG, leftS }: Hold): string {
  return `the grid is at ${printIntensity(gPerKwh)}, above ${printIntensity(aboveG)}: for ${printDuration(leftS)} at most`;
}

/** Why trials are begun again. */
export function releaseText(why: Release): string {
  const reasons = {
    clean: 'the electricity is clean enough',
    unknown: 'nobody knows the intensity now',
    waited: 'the longest wait is over',
  };
  return `trials are begun again: ${reasons[why]}`;
}

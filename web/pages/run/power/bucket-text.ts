import { printDuration } from '../../../../src/units/format-duration.ts';
import { plural, thousands } from '../../../parts/count-text.ts';

/**
 * How what is drawn was made of the samples. Nothing is left out in silence: least and greatest of each interval are drawn.
 *
 * @example
 * bucketText({ samples: 10_000_000, isRaw: false, buckets: 1600, bucketS: 0.625, isZoomed: false })
 * // '10 000 000 samples, 1 600 buckets of 625 ms: min, max, mean'
 */
export function bucketText({
  samples,
  isRaw,
  buckets,
  bucketS,
  isZoomed,
}: {
  readonly samples: number;
  /** Each interval is one sample: its least and greatest value are the same. */
  readonly isRaw: boolean;
  readonly buckets: number;
  readonly bucketS: number;
  readonly isZoomed: boolean;
}): string {
  const all = `${thousands(samples)} ${plural(samples, 'sample')}`;
  if (buckets === samples && !isZoomed) return `${all}, each drawn`;
  if (isRaw)
    return `${all} in the run; here ${thousands(buckets)} ${plural(buckets, 'interval')} of ${printDuration(bucketS)}, each sample drawn`;
  const drawn = `${thousands(buckets)} ${plural(buckets, 'bucket')} of ${printDuration(bucketS)}: min, max, mean`;
  return isZoomed ? `${all} in the run; here ${drawn}` : `${all}, ${drawn}`;
}

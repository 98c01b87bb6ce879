import type { Grade } from '../../units/sourced.ts';
import type { ChannelReading } from './channel-reading.ts';
import type { Check } from './check.ts';
import type { ComponentNow } from './component-checks.ts';
import type { Overhead } from './overhead-check.ts';

/** Everything that was found. */
export interface Examination {
  readonly checks: readonly Check[];
  readonly cpu: string;
  /** The grade of a run that began now. */
  readonly grade: Grade;
  readonly readings: readonly ChannelReading[];
  readonly components: readonly ComponentNow[];
  readonly overhead: Overhead;
}

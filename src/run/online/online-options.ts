import type { Problem } from '../../errors.ts';
import type { LiveSourceId } from '../../grid/live/live-table.ts';
import type { SourceOptions } from '../../grid/live/grid-source.ts';

/** What a run may ask the network for. A run without them asks nobody. */
export interface OnlineOptions {
  /** `--online`: also where no source is configured, and the metadata service of a cloud. */
  readonly isAsked: boolean;
  /** `grid-source`. */
  readonly source?: LiveSourceId;
  /** `grid-url`. */
  readonly url?: string;
  /** `grid-zone`: as the source calls it. */
  readonly zone?: string;
  /** `watttime-region` and `watttime-url`. */
  readonly wattTimeRegion?: string;
  readonly wattTimeUrl?: string;
  readonly keys: Pick<SourceOptions, 'electricityMapsToken' | 'wattTimeUser' | 'wattTimePassword'>;
  /** `grid-wait`: how long the end of a run waits for an answer at most, s. */
  readonly waitS: number;
  /** What is wrong with these settings, to be said with the run. */
  readonly problems?: readonly Problem[];
}

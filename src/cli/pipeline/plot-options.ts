import type { ValueMap } from '../../pipeline/model/value.ts';

/** How plots are asked for. */
export interface PlotOptions {
  readonly targets: readonly string[];
  readonly props: ValueMap;
  readonly out: string | undefined;
  readonly showVega: boolean;
  readonly split: boolean;
  readonly open: boolean;
  readonly htmlTemplate: string | undefined;
}

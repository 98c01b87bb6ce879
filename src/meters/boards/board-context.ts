import type { ReadingConstants } from '../reading/reading-constants.ts';
import type { BoardConstants } from './constants.ts';

/** What the boards' families are told. */
export interface BoardContext {
  readonly hostId: string;
  /** The number of the first GPU that they find. */
  readonly firstGpu: number;
}

/** The same with the constants. */
export interface BoardSearch extends BoardContext {
  readonly constants: BoardConstants;
  readonly times: ReadingConstants;
}

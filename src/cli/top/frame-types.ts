import type { Look } from '../views/look.ts';
import type { History } from './history.ts';
import type { TopReading } from './reading.ts';
import type { UiState } from './ui-state.ts';

/** What a frame shows. */
export interface FrameInput {
  readonly reading: TopReading;
  readonly history: History;
  readonly ui: UiState;
  /** The latest trouble, in one line. */
  readonly trouble?: string;
}

/** How a frame is drawn. Without a height it is as long as it must be, and nobody can press keys. */
export interface FrameLook extends Look {
  readonly height?: number;
}

/** A frame, and the keys of the rows that can be chosen, from the top. */
export interface Frame {
  readonly lines: readonly string[];
  readonly rows: readonly string[];
}

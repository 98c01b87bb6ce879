import type { Native } from '../../host/native.io.ts';
import type { StageGraph } from '../graph/stage-graph.ts';
import type { Node } from '../model/stage.ts';
import type { StageSession } from './measured-stages.io.ts';
import type { Puller } from './puller.ts';
import type { ReproOptions } from './repro-options.ts';
import type { Tell } from './repro-event.ts';

/** What a reproduction needs beside its workbench. */
export interface ReproSetting {
  readonly native: Native | null;
  readonly graph: StageGraph;
  /** What to look at, each after what it needs. */
  readonly plan: readonly Node[];
  readonly options: ReproOptions;
  readonly session: StageSession;
  /** The command line that asked for it. */
  readonly command: readonly string[];
  readonly tell: Tell;
  /** With `--pull`: what the cache lacks is fetched. */
  readonly puller?: Puller;
}

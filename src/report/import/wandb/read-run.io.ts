import { blocksOf } from '../blocks.io.ts';
import { type ImportItem, MOMENT, MOMENT_EVERY, type ReadContext } from '../item.ts';
import { BrokenMessage } from '../protobuf.ts';
import { BLOCK_BYTES, recordsOf } from './record-log.ts';
import { RunLog } from './run-log.ts';

/** Reads the log of an offline (or synchronised) run of W&B: `run-*.wandb`. */
export function* readRunLog(path: string, context: ReadContext): Generator<ImportItem> {
  const log = new RunLog(context.longestGapS);
  const damage: string[] = [];
  let count = 0;
  for (const entry of recordsOf(blocksOf(path, BLOCK_BYTES, context.onBytes))) {
    if (++count % MOMENT_EVERY === 0) yield MOMENT;
    if (entry.kind === 'damage') {
      damage.push(`${entry.why} at byte ${entry.at}`);
      continue;
    }
    try {
      log.add(entry.bytes);
    } catch (error) {
      if (!(error instanceof BrokenMessage)) throw error;
      damage.push(`a record is none: ${error.message}`);
    }
  }
  const run = log.run();
  const said = damage.length > 1 ? `${damage[0]}, and ${damage.length - 1} more like it` : damage[0];
  if (run === undefined) {
    yield { kind: 'refused', file: path, why: said ?? 'it names no run: nothing was logged before it ended' };
    return;
  }
  yield {
    kind: 'run',
    file: path,
    run,
    ...(said === undefined ? {} : { repaired: `read without what is damaged: ${said}` }),
  };
}

import { basename } from 'node:path';
import { blocksOf } from '../blocks.io.ts';
import { type ImportItem, MOMENT, MOMENT_EVERY, type ReadContext } from '../item.ts';
import { BrokenMessage } from '../protobuf.ts';
import { eventsOf } from './event-file.ts';
import { Scalars } from './scalars.ts';
import { isoOf } from '../times.ts';

const BLOCK = 1 << 20;

/**
 * Reads the event files of one folder, which TensorBoard takes for one run: scalars and hyper-parameters. They hold no energy.
 *
 * @param files in the order of their names, which begin with the time.
 */
export function* readEvents(
  folder: string,
  files: readonly string[],
  context: ReadContext,
): Generator<ImportItem> {
  const scalars = new Scalars();
  const damage: string[] = [];
  let count = 0;
  for (const file of files) {
    for (const entry of eventsOf(blocksOf(file, BLOCK, context.onBytes))) {
      if (++count % MOMENT_EVERY === 0) yield MOMENT;
      if (entry.kind === 'damage') damage.push(`${basename(file)}: ${entry.why} (byte ${entry.at})`);
      else damage.push(...broken(() => scalars.add(entry.bytes)));
    }
  }
  const { span, metrics, params } = scalars;
  const [said] = damage;
  const names = Object.keys(metrics);
  if (span === undefined || (names.length === 0 && Object.keys(params).length === 0)) {
    yield { kind: 'refused', file: folder, why: said ?? 'it holds no scalar' };
    return;
  }
  const [firstS, lastS] = span;
  yield {
    kind: 'run',
    file: folder,
    ...(said === undefined ? {} : { repaired: `read without what is damaged: ${said}` }),
    run: {
      format: 'tensorboard',
      // The time of the first event, to the microsecond, and the file's own name, which has host and process.
      identity: `tensorboard ${firstS} ${basename(files[0] ?? '')}`,
      name: basename(folder),
      startedAt: isoOf(firstS * 1000),
      endedAt: isoOf(lastS * 1000),
      idMs: Math.floor(firstS * 1000),
      durationS: lastS - firstS,
      state: 'ok',
      exitCode: null,
      params,
      metrics,
      tags: [],
      notes: [],
      environment: {},
      oddities: [
        'TensorBoard keeps no energy: only metrics came in, and the time between its first and last event',
      ],
    },
  };
}

function broken(action: () => void): readonly string[] {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof BrokenMessage) return [`an event is none: ${error.message}`];
    throw error;
  }
}

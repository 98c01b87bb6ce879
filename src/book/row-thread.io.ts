import { workerData } from 'node:worker_threads';
import { loadedRun } from './loaded-run.ts';
import { BATCH, type RowWork } from './row-work.ts';
import { loadRun } from './run-scan.io.ts';

/** The program of the thread that reads a part of the records (`load-runs.io.ts`). */
const { book, paths, port, next, said } = workerData as RowWork;
const batches = Math.ceil(paths.length / BATCH);
for (let batch = Atomics.add(next, 0, 1); batch < batches; batch = Atomics.add(next, 0, 1)) {
  const from = batch * BATCH;
  port.postMessage([batch, paths.slice(from, from + BATCH).map((path) => loadedRun(loadRun(book, path)))]);
  Atomics.add(said, 0, 1);
  Atomics.notify(said, 0);
}
port.close();

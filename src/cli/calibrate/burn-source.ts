/**
 * The program that loads all CPUs that it may use, for `node -e`: each line of its input is a load in per mille. It ends when its input does, so
 * nothing of it outlives us, however we end. A worker for each CPU works for a part of every 40 ms; its work mixes floating point
 * and memory beyond the caches' first levels.
 */
export const BURN_SOURCE = `
const { Worker } = require('node:worker_threads');
const shared = new Int32Array(new SharedArrayBuffer(4));
const work = \`
const { workerData: shared } = require('node:worker_threads');
const PERIOD = 40;
const values = new Float64Array(1 << 17).map((_, k) => 1 + k / 7);
let sum = 0;
for (;;) {
  const load = Atomics.load(shared, 0) / 1000;
  if (load <= 0) { Atomics.wait(shared, 0, 0); continue; }
  const start = performance.now();
  const until = start + PERIOD * load;
  while (performance.now() < until)
    for (let k = 0; k < 4096; k++) {
      const at = (k * 1031) & (values.length - 1);
      values[at] = values[at] * 0.999 + Math.sqrt(sum + values[k]) * 0.001;
      sum = values[at];
    }
  const rest = PERIOD - (performance.now() - start);
  if (load < 1 && rest > 0) Atomics.wait(shared, 0, Math.round(load * 1000), rest);
}\`;
const n = require('node:os').availableParallelism();
for (let k = 0; k < n; k++) new Worker(work, { eval: true, workerData: shared, stdin: false });
let rest = '';
process.stdin.on('data', (bytes) => {
  const lines = (rest + bytes).split('\\n');
  rest = lines.pop();
  const load = Number(lines.pop());
  if (!(load >= 0)) return;
  Atomics.store(shared, 0, load);
  Atomics.notify(shared, 0);
});
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdout.write('ready\\n');
`;

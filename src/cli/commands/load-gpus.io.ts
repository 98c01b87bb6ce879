import { problem } from '../../errors.ts';
import { openCuda } from '../calibrate/cuda.io.ts';
import { loadGpus } from '../calibrate/gpu-load.io.ts';
import type { CliContext } from '../context.ts';

/** Keeps the GPUs busy for `calibrate --gpu`, for as long as the process lives that asked for it. */
export async function run(context: CliContext): Promise<number> {
  const cuda = openCuda(context.host);
  const parent = process.ppid;
  const why = typeof cuda === 'string' ? cuda : await loadGpus(cuda, () => process.ppid === parent);
  if (why === undefined) return 0;
  const fix = 'give a program that loads them: --load-command CMD';
  return context.fail(problem('E_METER', 'the GPUs cannot be kept busy', why, fix));
}

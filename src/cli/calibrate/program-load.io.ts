import { problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { packageFile } from '../../host/package-root.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { openCuda } from './cuda.io.ts';

/** A program that loads the machine in a step of its own. */
export interface ProgramLoad {
  /** What the step is called. */
  readonly name: string;
  /** For `/bin/sh`. */
  readonly command: string;
}

/** The program that a calibration runs: the user's, ours for GPUs, or none. */
export function programLoad(
  host: Host,
  options: { readonly loadCommand: string | undefined; readonly gpu: boolean },
): Result<ProgramLoad | undefined> {
  if (options.loadCommand !== undefined) return ok({ name: 'your command', command: options.loadCommand });
  if (!options.gpu) return ok(undefined);
  const cuda = openCuda(host);
  if (typeof cuda === 'string') {
    return err(
      problem(
        'E_METER',
        '--gpu needs a program that loads the GPUs',
        `${cuda}, and ours works on NVIDIA's only`,
        "Give one that you have: --load-command 'rocm-burn 60', or a training that keeps them busy.",
      ),
    );
  }
  const name = cuda.count === 1 ? 'the GPU busy' : `${cuda.count} GPUs busy`;
  return ok({ name, command: `exec ${quoted(packageFile('bin/joulebook'))} __load-gpus` });
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

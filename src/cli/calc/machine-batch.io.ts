import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { answerMachines, type MachineAnswer } from '../../calc/machine-batch.ts';
import { problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { machinePower } from '../../meters/model/machine-power.io.ts';
import type { CliContext } from '../context.ts';

/**
 * `calc machine --batch FILE.jsonl`: wall power of machines, a line each; `-` is stdin. Under --json an answer for each line in the
 * envelope, else a line of JSON for each. 0 whenever the file could be read.
 */
export async function runMachineBatch(context: CliContext, file: string): Promise<number> {
  let text: string;
  try {
    text = file === '-' ? await textOf(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    const { why } = whyNot(error);
    const what = file === '-' ? 'stdin cannot be read' : `${file} cannot be read`;
    const fix =
      'name a file with one machine a line, e.g. {"cpu": "Xeon Platinum 8380", "sockets": 2, "loads": [0, 0.5, 1]}';
    return context.fail(problem('E_NOT_FOUND', what, why, fix));
  }
  const rows: readonly MachineAnswer[] = answerMachines(text, (shape) =>
    machinePower(shape, 'machine', context.host),
  );
  if (context.json) return context.succeed({ rows });
  context.out(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return 0;
}

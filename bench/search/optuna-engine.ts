import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Engine } from './engine.ts';
import { optunaSettings, type OptunaName } from './optuna-settings.ts';
import type { Problem } from './problem.ts';

interface Reply {
  readonly cpu: number;
  readonly version?: string;
  readonly trial?: number;
  readonly params?: Readonly<Record<string, number>>;
  readonly prune?: boolean;
  readonly stopped?: number | null;
}

/** Optuna in a Python of its own, over one pipe; one study at a time. */
export class OptunaProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(python: string, script: string) {
    this.#child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr.pipe(process.stderr);
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  async request(body: Readonly<Record<string, unknown>>): Promise<Reply> {
    this.#child.stdin.write(`${JSON.stringify(body)}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error('Optuna has ended');
    return JSON.parse(value) as Reply;
  }

  close(): void {
    this.#child.stdin.end();
  }
}

/** @returns an engine that is a study of Optuna's, and its version. */
export async function optunaEngine(
  process: OptunaProcess,
  name: OptunaName,
  problem: Problem,
  seed: number,
): Promise<Engine & { readonly version: string }> {
  let cpu = 0;
  const ask = async (body: Readonly<Record<string, unknown>>): Promise<Reply> => {
    const reply = await process.request(body);
    cpu += reply.cpu;
    return reply;
  };
  const { version = 'unknown' } = await ask({
    op: 'new',
    // The bracket of a trial in its Hyperband hangs on the name of the study.
    name: `${problem.suite}-${problem.id}-${seed}`,
    seed,
    parameters: problem.space.parameters,
    ...optunaSettings(name, problem.maxResource),
  });
  cpu = 0;
  // Where the trial that was foreseen is stopped; undefined: nowhere.
  let stops: number | undefined;
  let foreseen = false;
  return {
    version,
    next: async () => ({ start: (await ask({ op: 'ask' })).params ?? {} }),
    foresee: async (trial, losses) => {
      const reply = await ask({ op: 'run', trial, values: Array.from(losses, finite) });
      [foreseen, stops] = [true, reply.stopped ?? undefined];
    },
    report: async ({ trial, resource, loss }) => {
      if (foreseen) return resource === stops ? 'stop' : 'continue';
      const reply = await ask({ op: 'report', trial, step: resource, value: finite(loss) });
      return reply.prune === true ? 'stop' : 'continue';
    },
    ended: async (trial, state, loss) => {
      if (!foreseen) await ask({ op: 'tell', trial, pruned: state === 'stopped', value: finite(loss) });
    },
    cpuSeconds: () => cpu,
  };
}

/** JSON has no infinity. */
function finite(loss: number): number | null {
  return Number.isFinite(loss) ? loss : null;
}

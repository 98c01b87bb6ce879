import { printDuration } from '../../units/format-duration.ts';
import { printPower } from '../../units/format.ts';
import type { Tick } from '../../meters/calibration/trace.ts';
import type { CliContext } from '../context.ts';
import { fitText } from '../output/text-width.ts';
import type { Step } from './steps.ts';

/** Shows which load is on and what the meter says: one line that is written over on a terminal, a line for each step elsewhere. */
export class StepProgress {
  readonly #context: CliContext;
  readonly #isSilent: boolean;
  #last: Step | undefined;
  #isShown = false;

  constructor(context: CliContext) {
    this.#context = context;
    this.#isSilent = context.quiet || context.json;
  }

  tick(step: Step, leftS: number, { load, meterW }: Tick): void {
    if (this.#isSilent) return;
    const isNew = this.#last !== step;
    this.#last = step;
    const { errIsTTY, unicode, columns } = this.#context;
    const left = `${printDuration(Math.max(0, Math.round(leftS)))} left`;
    const watts = Number.isNaN(meterW) ? '' : `  ${printPower(meterW, { ascii: !unicode })}`;
    if (errIsTTY) {
      const line = `${step.label}: ${left}  CPUs ${Math.round(100 * load)} % busy${watts}`;
      this.#context.err(`\r${fitText(line, columns - 1, unicode ? '…' : '...')}\u001b[K`);
      this.#isShown = true;
    } else if (isNew) this.#context.err(`joulebook: ${step.label}, ${left}\n`);
  }

  clear(): void {
    if (this.#isShown) this.#context.err('\r\u001b[K');
    this.#isShown = false;
  }
}

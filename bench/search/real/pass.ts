/** An epoch of a pass, as the passes in Python print it. */
export interface PassLine {
  readonly trial: number;
  readonly epoch: number;
  /** Of the validation; null where the training has diverged. */
  readonly loss: number | null;
  /** CPU-seconds of all training so far, and of everything so far. */
  readonly training: number;
  readonly all: number;
  /** Of joulebook's passes: CPU-seconds before the training of this process began, joulebook's own for each process, whether it was told to stop before. */
  readonly start?: number;
  readonly own?: number;
  readonly late?: boolean;
}

/** What is charged: training alone, or with processes that start and engines that think. */
export type Axis = 'training' | 'all';

/** The best loss at full length, and when it was there. */
export interface Incumbent {
  readonly loss: number;
  /** CPU-seconds. */
  readonly training: number;
  readonly all: number;
}

/** @returns each new best of the trainings that came to their end, as long as no more than `budget` CPU-seconds were charged. */
export function incumbents(
  lines: readonly PassLine[],
  full: number,
  budget: number,
  axis: Axis,
): readonly Incumbent[] {
  const all: Incumbent[] = [];
  for (const { epoch, loss, training, all: everything } of lines) {
    if ((axis === 'training' ? training : everything) > budget) break;
    if (epoch !== full || loss === null || loss >= (all.at(-1)?.loss ?? Infinity)) continue;
    all.push({ loss, training, all: everything });
  }
  return all;
}

/** @returns lines of JSON as a pass has printed them. */
export function parsePass(text: string): readonly PassLine[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as PassLine);
}

import type { JournalLine } from '../../../src/book/journal-event.ts';

/** A run of two seconds on a CPU and a GPU: two samples, three reports, an epoch. */
export function journal(): readonly JournalLine[] {
  const component = (name: string) => ({ name, method: 'rapl', grade: 'A', available: true });
  const sample = {
    k: 'sample',
    dt: 1,
    i: [0, 0],
    s: [0.5, 0.5],
    x: [1, 1],
    ua: 0,
    tr: 0,
    u: 1,
    b: 1,
    o: 0,
    n: 1,
  };
  const lines: readonly object[] = [
    { t: 100, k: 'start' },
    { t: 100, k: 'machine', components: [component('cpu'), component('gpu:0')] },
    { t: 100.5, k: 'metric', values: { acc: 0.1 }, step: 10 },
    { t: 101, ...sample, e: [20, 10] },
    { t: 101.5, k: 'epoch', n: 1 },
    { t: 101.6, k: 'metric', values: { acc: 0.2 }, epoch: 2 },
    { t: 101.7, k: 'metric', values: { acc: 0.3 } },
    { t: 102, ...sample, e: [20, [10, 14]] },
  ];
  return lines.map((line, seq) => ({ seq, ...line }) as unknown as JournalLine);
}

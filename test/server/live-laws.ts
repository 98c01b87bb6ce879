import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';
import { LiveSimulation, Page } from './live-simulation.ts';

const EPOCH_S = 60;

/** What a simulated stretch of time took. */
export interface Figures {
  readonly messages: number;
  readonly mostASecond: number;
  readonly longest: number;
  readonly asked: number;
  readonly samples: number;
  /** Heap after a collection, bytes: after a tenth of the time, and at the end. */
  readonly heapEarly: number;
  readonly heapLate: number;
  readonly rssMost: number;
}

/**
 * Lets so many runs write a sample a second for so many hours, with epochs, metrics and stages, while a page listens; and holds that the page knows every sample
 * and every joule, that the power it draws leaves out no second, and that it is told at most two messages a second of at most 1 kB.
 */
export async function expectToFollow(runs: number, hours: number): Promise<Figures> {
  const simulation = new LiveSimulation();
  try {
    const page = new Page(simulation);
    for (let n = 0; n < runs; n++) simulation.begin(`run ${n}`);
    simulation.nowS = 0.3;
    page.open();
    const beats = Math.round((hours * 3600) / 0.55);
    let heapEarly = 0;
    let rssMost = 0;
    let second = 1;
    for (let beat = 1; beat <= beats; beat++) {
      const untilS = beat * 0.55;
      for (; second <= untilS; second++) {
        simulation.nowS = second;
        write(simulation, second);
      }
      simulation.nowS = untilS;
      await page.beat();
      if (beat % 1000 === 0) rssMost = Math.max(rssMost, process.memoryUsage().rss);
      if (beat === Math.round(beats / 10)) heapEarly = heapNow();
    }
    for (let beat = 0; beat < 4 + runs / 20; beat++) {
      simulation.nowS += 0.55;
      await page.beat();
    }
    const heapLate = heapNow();
    const samples = simulation.runs.reduce((sum, run) => sum + run.samples, 0);
    expectAllKnown(simulation, page);
    expect(page.lost).toBe(0);
    expect(page.mostASecond).toBeLessThanOrEqual(2);
    expect(page.longest).toBeLessThanOrEqual(1024);
    await page.close();
    const { messages, mostASecond, longest, asked } = page;
    return { messages, mostASecond, longest, asked, samples, heapEarly, heapLate, rssMost };
  } finally {
    simulation.close();
  }
}

/** What all runs write in one second. */
export function write(simulation: LiveSimulation, second: number): void {
  for (const [n, run] of simulation.runs.entries()) {
    simulation.sample(run, 50 + n + 30 * Math.sin((second + n) / 40));
    const inEpoch = (second + n) % EPOCH_S;
    if (inEpoch === 1) simulation.write(run, { k: 'stage', op: 'begin', name: 'train', w: `w${second}` });
    if (inEpoch !== 0) continue;
    const epoch = Math.floor((second + n) / EPOCH_S);
    const accuracy = 1 - 1 / (1 + epoch);
    simulation.write(run, { k: 'metric', values: { val_accuracy: accuracy, loss: 1 / epoch }, epoch });
    simulation.write(run, { k: 'stage', op: 'end', name: 'train', w: `w${second - EPOCH_S + 1}` });
    simulation.write(run, { k: 'epoch', n: epoch, of: 1000 });
  }
}

function expectAllKnown(simulation: LiveSimulation, page: Page): void {
  const views = new Map(page.model.views.map((view) => [view.facts.id, view]));
  expect(views.size).toBe(simulation.runs.length);
  for (const run of simulation.runs) {
    const view = views.get(run.id);
    expect(view?.samples).toBe(run.samples);
    expect((view?.energyJ ?? 0) / run.energyJ).toBeCloseTo(1, 6);
    const drawn = page.drawn.get(run.id);
    expect(drawn?.atS).toBe(run.samples);
    // Each point is rounded to five digits.
    expect((drawn?.energyJ ?? 0) / run.energyJ).toBeCloseTo(1, 4);
  }
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapNow(): number {
  for (let n = 0; n < 3; n++) collect();
  return process.memoryUsage().heapUsed;
}

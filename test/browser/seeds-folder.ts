import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRecord } from '../../src/book/run-record.ts';
import { estimate, written } from '../../src/units/estimate.ts';
import { aRecord, putRecord } from '../book/a-record.ts';

/** How many runs of each kind {@link seedsFolder} has: configurations of four seeds, and runs that stand alone. */
export interface SeedsWishes {
  readonly configurations: number;
  readonly alone: number;
}

const SEEDS = [0, 1, 2, 3];

/** A folder with a book of runs whose configurations were repeated with several seeds, and of another project whose metric is a loss. */
export function seedsFolder({ configurations, alone }: SeedsWishes): string {
  const folder = mkdtempSync(join(tmpdir(), 'joulebook-browser-'));
  const book = join(folder, '.joulebook');
  mkdirSync(book);
  writeFileSync(join(book, '.gitignore'), '*\n');
  for (let i = 0; i < configurations; i++)
    for (const seed of SEEDS)
      put(book, i * SEEDS.length + seed, 'digits', { lr: 10 ** -(1 + (i % 4)), width: 16 * (i + 1), seed });
  for (let i = 0; i < alone; i++)
    put(book, configurations * SEEDS.length + i, 'speech', { dropout: part(i, 0.618) });
  return folder;
}

/** Even, and the same each time. */
function part(i: number, of: number): number {
  return (i * of + of) % 1;
}

function put(book: string, i: number, project: string, params: Readonly<Record<string, number>>): void {
  const width = params['width'] ?? 16 + 160 * part(i, 0.755);
  const joules = width * 400 * (1 + 0.3 * part(i, 0.618));
  const quality = 1 - 6 / Math.sqrt(width * 4) + 0.08 * part(i, 0.382);
  const record = aRecord({
    startedAt: new Date(Date.UTC(2026, 9, 1, 0, i)).toISOString(),
    name: `run-${i}`,
    project,
    params,
    metrics: project === 'digits' ? { accuracy: quality } : { loss: 1 - quality },
    state: i % 11 === 7 ? 'failed' : 'ok',
    durationS: joules / 100,
    machine: { cpu: 'A CPU', gpus: [], sockets: 1 } as unknown as RunRecord['machine'],
  });
  const energy = written(estimate(joules, { 'model:h1': 0.08 }), 'J');
  const layer = { attributed: energy, active: energy, machine: energy };
  putRecord(book, { ...record, energy: { ...record.energy, wall: layer } });
}

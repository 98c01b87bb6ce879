import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EndEvent, SampleEvent, StartEvent } from '../../../src/book/journal-event.ts';
import { JournalWriter } from '../../../src/book/journal-writer.io.ts';
import type { MachineInfo } from '../../../src/hardware/machine-info.ts';
import { recordOfJournal } from '../../../src/report/leaderboard/journal-record.io.ts';
import type {
  PlausibleFactors,
  PlausibleKnowledge,
} from '../../../src/report/leaderboard/plausible-limits.ts';
import { component, end, ID, machine, sample, start } from '../../book/events.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jb-implausible-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const knowledge: PlausibleKnowledge = {
  factors: JSON.parse(readFileSync('data/report/plausible_run.json', 'utf8')) as PlausibleFactors,
  cpuTdpW: (name) => (name === 'Test CPU' ? 65 : undefined),
  gpuTdpW: (name) => (name === 'Test GPU' ? 300 : undefined),
  nowMs: Date.parse('2026-06-01T00:00:00Z'),
};

interface Wishes {
  readonly start?: Partial<StartEvent>;
  readonly end?: Partial<EndEvent>;
  readonly machine?: Partial<MachineInfo>;
  readonly samples?: readonly SampleEvent[];
  readonly names?: readonly string[];
}

/** Ten seconds at 40 W of the CPU and 8 W of memory. */
const honest = Array.from({ length: 10 }, () => sample([40, 8], [4, 4], [1, 1], [1, 1]));

/** What a whole journal with such lines is said to be: `holds`, or the first that cannot be. */
function said(wishes: Wishes = {}): string {
  const journal = join(mkdtempSync(join(folder, 'run-')), 'journal.jsonl');
  const writer = JournalWriter.create(journal);
  if (!writer.ok) throw new Error(writer.error.what);
  const parts = (wishes.names ?? ['cpu', 'ram']).map((name) => component(name));
  const made = machine(parts);
  const events = [start(wishes.start), { ...made, machine: { ...made.machine, ...wishes.machine } }];
  for (const event of [...events, ...(wishes.samples ?? honest)]) writer.value.append(100, event);
  writer.value.appendEnd(110, end(wishes.end));
  writer.value.close();
  const record = recordOfJournal(journal, ID, knowledge);
  return record.ok ? 'holds' : record.error.what;
}

const times = (n: number, one: SampleEvent): readonly SampleEvent[] => Array.from({ length: n }, () => one);

describe('a journal that an entry rests on', () => {
  test('holds where a machine may have measured it', () => {
    expect(said()).toBe('holds');
  });

  test('of the future, without duration, or of another length than its times: refused', () => {
    expect(said({ start: { startedAt: '2027-01-01T00:00:00Z' } })).toContain('is of the future');
    expect(said({ end: { durationS: 0 } })).toContain('had no duration');
    expect(said({ end: { endedAt: '2026-01-01T00:00:00Z' } })).toContain('did not last as long');
  });

  test('with a reading below nothing, a share above 1 or a time that runs back: refused by its line', () => {
    const [first] = honest;
    if (first === undefined) throw new Error('no sample');
    expect(said({ samples: [...honest, { ...first, e: [-1, 8] }] })).toContain(
      'line 13 has a negative energy',
    );
    expect(said({ samples: [{ ...first, s: [1.5, 1] }, ...honest] })).toContain('not between 0 and 1');
    expect(said({ samples: [...honest, { ...first, dt: -1 }] })).toContain('a time of -1 s');
    expect(said({ samples: [...honest, { ...first, ua: -1 }] })).toContain('a negative energy');
  });

  test('with more power than the CPU, a board or the memory can take: refused', () => {
    const at = (e: readonly number[]): readonly SampleEvent[] => times(10, sample(e, [4, 4], [1, 1], [1, 1]));
    expect(said({ samples: at([300, 8]) })).toContain('cpu took more power than it can');
    expect(said({ samples: at([300, 8]), machine: { sockets: 2 } })).toBe('holds');
    expect(said({ samples: at([40, 100]) })).toContain('ram took more power');
    const gpu = { machine: { gpus: ['Test GPU'] }, names: ['cpu', 'gpu:0'] };
    expect(said({ ...gpu, samples: at([40, 400]) })).toBe('holds');
    expect(said({ ...gpu, samples: at([40, 600]) })).toContain('gpu:0 took more power');
    expect(said({ ...gpu, machine: { gpus: ['Nobody knows it'] }, samples: at([40, 600]) })).toBe('holds');
  });

  test('with less power than a machine that is on, or less energy than its CPU time needs: refused', () => {
    const little = times(3600, sample([1e-4, 1e-4], [0, 0], [1, 1], [1, 1], { u: 0, b: 0 }));
    const hour = { durationS: 3600, endedAt: '2026-03-01T11:00:00.000Z' };
    expect(said({ samples: little, end: hour })).toContain('less than any computer');
    const busy = times(3600, sample([1, 1], [1, 1], [0.001, 0.001], [0, 0], { u: 1 }));
    expect(said({ samples: busy, end: hour })).toContain('too little for its CPU time');
  });

  test('with more CPU time than there was, or hours that no reading covers: refused', () => {
    const over = times(10, sample([40, 8], [4, 4], [1, 1], [1, 1], { u: 9 }));
    expect(said({ samples: over })).toContain('more CPU time than there was');
    const hour = { durationS: 3600, endedAt: '2026-03-01T11:00:00.000Z' };
    expect(said({ end: hour })).toContain('3590 s are in no reading');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { styleFor } from '../../src/cli/output/style.ts';
import { textWidth } from '../../src/cli/output/text-width.ts';
import { allot, stretch } from '../../src/cli/top/allot.ts';
import { drawFrame } from '../../src/cli/top/frame.ts';
import type { FrameLook } from '../../src/cli/top/frame-types.ts';
import { frameUpdate } from '../../src/cli/top/frame-update.ts';
import { History } from '../../src/cli/top/history.ts';
import type { TopReading } from '../../src/cli/top/reading.ts';
import { startState, type UiState } from '../../src/cli/top/ui-state.ts';
import { estimate } from '../../src/units/estimate.ts';
import { aReading, CALM, HIDDEN } from './top-a-reading.ts';

const look = (width: number, height: number | undefined, unicode = true, colour = false): FrameLook => ({
  width,
  unicode,
  style: styleFor(colour),
  unit: 'Wh',
  ...(height === undefined ? {} : { height }),
});

function aHistory(reading: TopReading): History {
  const history = new History(240);
  for (let i = 0; i < 60; i++) {
    for (const { name, watts } of reading.components)
      history.add(name, watts === null ? null : watts * (0.6 + 0.4 * Math.sin(i / 6) ** 2));
    history.add('wall', reading.wall.watts * (0.6 + 0.4 * Math.sin(i / 6) ** 2));
  }
  return history;
}

function frame(
  at: FrameLook,
  change: Partial<UiState> = {},
  reading: TopReading = aReading(),
  trouble?: string,
): readonly string[] {
  const ui = { ...startState(1), ...change };
  return drawFrame(
    { reading, history: aHistory(reading), ui, ...(trouble === undefined ? {} : { trouble }) },
    at,
  ).lines;
}

describe.each([
  [40, 10],
  [60, 20],
  [80, 24],
  [120, 40],
])('at %i×%i', (width, height) => {
  test('a frame', async () => {
    const lines = frame(look(width, height));
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`goldens/top-${width}x${height}.txt`);
  });

  test('the keys', async () => {
    const lines = frame(look(width, height), { mode: 'help' });
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`goldens/top-help-${width}x${height}.txt`);
  });
});

test('one frame as text, of any length, without keys', async () => {
  const lines = frame(look(80, undefined));
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('goldens/top-once-80.txt');
  expect(lines.join('\n')).not.toMatch(/q quit|every/);
});

describe('what stands beside a run’s carbon', () => {
  const plain = aReading();
  const [first, ...others] = plain.runs;
  const besides = {
    embodied: estimate(3.2, {}),
    market: estimate(0, {}),
    water: estimate(0.0031, {}),
    cost: { amount: estimate(0.0186, { m: 0.1 }), currency: 'EUR' },
  };
  const known = first?.known;
  const reading = aReading({
    runs: [
      ...(first === undefined || known === undefined ? [] : [{ ...first, known: { ...known, besides } }]),
      ...others,
    ],
  });

  test('money has a column where there is room and a price is known', () => {
    const wide = frame(look(120, 40), {}, reading).join('\n');
    expect(wide).toMatch(/CO₂e +TIME +COST/);
    expect(wide).toMatch(/calm-otter-7f3k .* 0\.019 EUR /);
    expect(frame(look(90, 40), {}, reading).join('\n')).not.toContain('COST');
    expect(frame(look(120, 40), {}, plain).join('\n')).not.toContain('COST');
  });

  test('the chosen run tells all of it', () => {
    const lines = frame(look(200, 40), { selected: `run:${CALM}` }, reading).join('\n');
    expect(lines).toContain('0.019 EUR  ±16% · water 3.10 mL · market-based 0 g · embodied 3.20 g');
  });
});

describe('on any screen', () => {
  const state = fc.record({
    mode: fc.constantFrom<UiState['mode']>('table', 'help', 'filter', 'sort'),
    sort: fc.constantFrom<UiState['sort']>('power', 'cpu', 'energy', 'name', 'start'),
    filter: fc.constantFrom('', 'python', '蒼い蒼い蒼い蒼い蒼い蒼い蒼い蒼い蒼い蒼い蒼い', 'no such thing'),
    selected: fc.constantFrom(`run:${CALM}`, 'process:977', 'rest:idle', 'gone'),
    paused: fc.boolean(),
  });

  test('a frame has as many lines as the screen, and none is wider', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 220 }),
        fc.integer({ min: 1, max: 70 }),
        state,
        fc.boolean(),
        fc.boolean(),
        (width, height, ui, unicode, colour) => {
          const lines = frame(look(width, height, unicode, colour), ui);
          expect(lines).toHaveLength(height);
          expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(Math.max(width, 40));
          if (width >= 40) expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('colours add nothing but colours', () => {
    for (const [width, height] of [
      [40, 10],
      [100, 30],
    ] as const) {
      const plain = frame(look(width, height));
      const bare = frame(look(width, height, true, true)).map((line) =>
        // oxlint-disable-next-line no-control-regex
        line.replaceAll(/\u001b\[\d+m/g, '').trimEnd(),
      );
      expect(bare).toEqual(plain.map((line) => line.trimEnd()));
    }
  });

  test('in ASCII there is no other character', () => {
    const reading = aReading({ processes: [] });
    for (const mode of ['table', 'help', 'filter', 'sort'] as const)
      expect(frame(look(120, 40, false), { mode, selected: `run:${CALM}` }, reading).join('')).toMatch(
        /^[\u0020-\u007e]*$/,
      );
  });
});

test('what runs, the rest and idle own sums to the machine, and the frame says so', () => {
  const lines = frame(look(50, 40)).map((line) => line.trimEnd());
  const title = lines.findIndex((line) => line.endsWith('SHARE'));
  const shares = lines
    .slice(
      title + 1,
      lines.findIndex((line) => line.includes('PID')),
    )
    .flatMap((line) => / <?(\d+)%$/.exec(line)?.[1] ?? [])
    .map(Number);
  expect(shares.at(-1)).toBe(100);
  expect(Math.abs(shares.slice(0, -1).reduce((sum, share) => sum + share, 0) - 100)).toBeLessThanOrEqual(2);
  expect(shares).toHaveLength(6); // two roots, untracked, trackers, idle, the machine; not the run inside
});

test('a run of which only bounds are known shows them', () => {
  expect(frame(look(80, 24)).find((line) => line.includes('h1ddn'))).toContain('20–60 W');
});

test('the chosen row is marked by a sign, and what its book tells stands below', () => {
  const lines = frame(look(80, 24), { selected: `run:${CALM}` });
  expect(lines.find((line) => line.includes('calm-otter-7f3k'))).toMatch(/^› /);
  expect(lines.at(-2)).toContain("python train.py --note 'two words'");
});

test('a chosen process is within the screen, however long the list', () => {
  const [first] = aReading().processes;
  const processes = Array.from({ length: 64 }, (_, i) => ({ ...first, pid: 7000 + i })) as never;
  const lines = frame(look(80, 24), { selected: 'process:7060' }, aReading({ processes }));
  expect(lines.filter((line) => line.startsWith('› '))).toHaveLength(1);
  expect(lines.find((line) => line.startsWith('› '))).toContain('7060');
});

test("only one run's processes, those of the runs inside it too", () => {
  const text = frame(look(120, 40), { ofRun: CALM }).join('\n');
  expect(text).toContain('COMMAND of calm-otter-7f3k');
  expect(text).toContain('http.server');
  expect(text).not.toContain('tracker-miner');
});

test('one GPU alone: its line, who holds it, and the rest still sums to the machine', () => {
  const lines = frame(look(120, 40), { gpu: 0 });
  expect(lines.filter((line) => line.startsWith('gpu:'))).toEqual([expect.stringMatching(/^gpu:0 /)]);
  const text = lines.join('\n');
  expect(text).toContain('calm-otter-7f3k');
  expect(text).toMatch(/1 hidden run +0\.02 +40\.0 W/);
  expect(text).toContain('python train.py');
  expect(text).not.toContain('tracker-miner');
  expect(frame(look(120, 40), { gpu: 4 }).at(-2)).toContain('there is no GPU 4 here');
});

test('before a run is stopped, the question names it; without a choice it says how to make one', () => {
  expect(frame(look(80, 24), { mode: 'stop', selected: `run:${HIDDEN}` }).at(-1)).toMatch(
    /^stop run .* \(pid 5199\)\? {2}y sends SIGTERM/,
  );
  expect(frame(look(80, 24), { mode: 'stop' }).at(-1)).toMatch(/choose one with the arrows/);
});

test('what the filter hides is still a part of the machine', () => {
  const text = frame(look(100, 40), { filter: 'train' }).join('\n');
  expect(text).toContain('calm-otter-7f3k');
  expect(text).toMatch(/1 hidden run +0\.02 +40\.0 W +10%/);
});

test('names from outside cannot steer the terminal', () => {
  const [first] = aReading().processes;
  const processes = [{ ...first, command: 'evil\u001b[2J\u0007\nname' }] as never;
  // oxlint-disable-next-line no-control-regex
  expect(frame(look(100, 40), {}, aReading({ processes })).join('')).not.toMatch(/[\u0000-\u001f]/);
});

test('eight GPUs in few lines are one line, in many lines eight', () => {
  const [cpu, ram, gpu, , other] = aReading().components;
  const gpus = Array.from({ length: 8 }, (_, i) => ({ ...gpu, name: `gpu:${i}` }));
  const reading = aReading({ components: [cpu, ram, ...gpus, other] as never });
  expect(frame(look(80, 14), {}, reading).join('\n')).toMatch(/gpu×8 .*1\.9\d? kW .*88%/);
  expect(frame(look(80, 40), {}, reading).filter((line) => /^gpu:\d/.test(line))).toHaveLength(8);
});

test('a GPU that cannot be read has no power, and the reason is said', () => {
  const components = aReading().components.map((one) =>
    one.name === 'gpu:1'
      ? { ...one, watts: null, power: { value: null, errors: {} }, reason: 'the driver has lost it' }
      : one,
  );
  const lines = frame(look(80, 24), {}, aReading({ components }));
  expect(lines.find((line) => line.startsWith('gpu:1'))).toMatch(/—/);
  expect(lines.at(-2)).toBe('gpu:1 cannot be read: the driver has lost it');
});

test('trouble is told in one line', () => {
  expect(frame(look(60, 20), {}, aReading(), 'cpu (package-0) cannot be read; no permission').at(-2)).toBe(
    'cpu (package-0) cannot be read; no permission',
  );
});

describe('lines of a screen', () => {
  const demand = fc.tuple(fc.nat(6), fc.nat(20)).map(([least, more]) => ({ least, most: least + more }));

  test('are given out once, never beyond what is asked for, least first', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.array(demand, { maxLength: 7 }), (height, demands) => {
        const given = allot(height, demands);
        expect(given.reduce((sum, lines) => sum + lines, 0)).toBeLessThanOrEqual(height);
        given.forEach((lines, i) => {
          const { least, most } = demands[i] as (typeof demands)[number];
          expect(lines).toBeLessThanOrEqual(most);
          expect(lines === 0 || lines >= least).toBe(true);
        });
        const asked = demands.reduce((sum, { most }) => sum + most, 0);
        if (asked <= height) expect(given).toEqual(demands.map(({ most }) => most));
      }),
    );
  });

  test('a stretch holds the chosen place and fills its room', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: -1, max: 99 }),
        (length, room, chosen) => {
          const [from, to] = stretch(length, room, Math.min(chosen, length - 1));
          expect(to - from).toBe(Math.min(length, room));
          if (chosen >= 0 && chosen < length) expect(chosen >= from && chosen < to).toBe(true);
        },
      ),
    );
  });
});

describe('an update of the screen', () => {
  const lines = fc.array(fc.constantFrom('', 'a', 'bb', 'ccc'), { minLength: 4, maxLength: 4 });

  /** What a terminal of three cells shows after a text of ours. */
  function shown(screen: readonly string[], text: string): readonly string[] {
    const now = [...screen];
    // oxlint-disable-next-line no-control-regex
    for (const part of text.split('\u001b[').slice(1)) {
      if (part.startsWith('2J')) now.fill('');
      const placed = /^(\d+);1H(.*)$/.exec(part);
      if (placed !== null) {
        const row = Number(placed[1]) - 1;
        const typed = placed[2] ?? '';
        now[row] = typed + (now[row] ?? '').slice(typed.length);
        at = row;
        length = typed.length;
      }
      if (part === 'K') now[at] = (now[at] ?? '').slice(0, length);
    }
    return now;
  }
  let [at, length] = [0, 0];

  test('leads from any frame to any other, and writes only what differs', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(shown(before, frameUpdate(before, after, 3))).toEqual(after);
        expect(shown(['x', 'y', 'z', 'z'], frameUpdate(undefined, after, 3))).toEqual(after);
        expect(frameUpdate(after, after, 3)).toBe('');
      }),
    );
  });

  test('erases nothing behind a line that fills the screen: the cursor stands on its last cell', () => {
    expect(frameUpdate(['a'], ['ccc'], 3)).not.toContain('\u001b[K');
    expect(frameUpdate(['a'], ['cc'], 3)).toContain('\u001b[K');
  });
});

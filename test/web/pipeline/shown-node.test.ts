import { describe, expect, test } from 'vitest';
import type { WrittenEstimate } from '../../../src/units/estimate.ts';
import { cacheState, statesInWords } from '../../../web/pages/pipeline/cache-state.ts';
import type { NodeCard } from '../../../web/pages/pipeline/pipeline-data.ts';
import { lineKey, shownGraph } from '../../../web/pages/pipeline/shown-node.ts';

const joules = (value: number): WrittenEstimate => ({
  value,
  low: value / 2,
  high: value * 2,
  unit: 'J',
  errors: { 'model:host': 0.3 },
});

function card(name: string, needs: NodeCard['needs'], energyJ?: number): NodeCard {
  return {
    name,
    kind: name.endsWith('.dvc') ? 'data' : 'stage',
    file: 'dvc.yaml',
    needs,
    cmd: [],
    deps: [],
    params: [],
    outs: [],
    desc: null,
    isFrozen: false,
    isLocked: energyJ !== undefined,
    record:
      energyJ === undefined
        ? null
        : {
            energy: { wall: joules(energyJ) },
            carbon: { ...joules(energyJ), unit: 'g' },
            grade: 'C',
            durationS: energyJ,
            run: 'R',
            at: '2026-01-01T00:00:00Z',
          },
  };
}

const CARDS = [
  card('raw.dvc', []),
  card('prepare', [{ name: 'raw.dvc', bytes: 10 }], 10),
  card('train@a', [{ name: 'prepare', bytes: 4 }], 30),
  card('train@b', [{ name: 'prepare', bytes: 4 }], 60),
  card('report', [
    { name: 'train@a', bytes: null },
    { name: 'train@b', bytes: 2 },
  ]),
];

describe('what is drawn of a pipeline', () => {
  test('gives each stage its part of all that was measured', () => {
    const { nodes, energy, unmeasured } = shownGraph(CARDS, undefined, false);
    expect(energy?.value).toBe(100);
    expect([...nodes.values()].map(({ share }) => share)).toEqual([null, 0.1, 0.3, 0.6, null]);
    expect(unmeasured).toBe(1);
  });

  test('draws a group as one, with the sum of its energies and the time of its longest', () => {
    const { dag, nodes, bytes } = shownGraph(CARDS, undefined, true);
    expect([...dag]).toContainEqual(['train', ['prepare']]);
    const train = nodes.get('train');
    expect(train?.energy?.value).toBe(90);
    expect(train?.durationS).toBe(60);
    expect(bytes.get(lineKey('prepare', 'train'))).toBe(8);
    expect(bytes.get(lineKey('train', 'report'))).toBe(2);
  });

  test('lets an error that stages share not average out in their sum', () => {
    const { energy } = shownGraph(CARDS, undefined, false);
    const one = shownGraph([card('all', [], 100)], undefined, false).energy;
    const relative = (estimate: WrittenEstimate | null): unknown => estimate?.errors['model:host'];
    expect(relative(energy)).toEqual(relative(one));
  });
});

test('a state is not known until the files were looked at, but never run is', () => {
  expect(cacheState({ kind: 'stage', isLocked: true }, undefined)).toBe('unknown');
  expect(cacheState({ kind: 'stage', isLocked: false }, undefined)).toBe('never');
  expect(cacheState({ kind: 'stage', isLocked: false }, { outlook: 'run' })).toBe('never');
  expect(cacheState({ kind: 'stage', isLocked: true }, { outlook: 'run' })).toBe('stale');
  expect(cacheState({ kind: 'stage', isLocked: false }, { outlook: 'restore' })).toBe('restore');
  expect(cacheState({ kind: 'data', isLocked: true }, { outlook: 'source' })).toBe('changed');
});

test('states are counted in words', () => {
  expect(statesInWords(['stale', 'fresh', 'stale'])).toBe('1 up to date, 2 out of date');
});

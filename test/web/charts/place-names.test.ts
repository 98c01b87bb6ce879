import fc from 'fast-check';
import { expect, test } from 'vitest';
import { widthOf } from '../../../src/report/chart/frame.ts';
import { type FlowNode, layOut } from '../../../web/charts/sankey/layout.ts';
import { placeNames, type PlacedName } from '../../../web/charts/sankey/place-names.ts';

const node = (id: string, column: number): FlowNode => ({ id, name: id, role: 'other', column });

function boxOf({ text, x, y, anchor }: PlacedName) {
  const from = anchor === 'start' ? x : x - widthOf(text);
  return { from, to: from + widthOf(text), y };
}

test('a name of the last column gives way to that of the column before, and loses no figure', () => {
  const flow = layOut(
    [node('wall', 0), node('load', 1), node('train', 1), node('active', 2), node('idle', 2)],
    [
      { from: 'wall', to: 'load', value: 1 },
      { from: 'wall', to: 'train', value: 90 },
      { from: 'load', to: 'idle', value: 1 },
      { from: 'train', to: 'active', value: 60 },
      { from: 'train', to: 'idle', value: 30 },
    ],
    { width: 260, height: 200 },
  );
  const said: Readonly<Record<string, string>> = { load: 'load 33.1 Wh', active: 'Above idle 2.28 kWh' };
  const names = placeNames(flow, ({ id }) => said[id] ?? id);
  const active = names[flow.nodes.findIndex(({ id }) => id === 'active')];
  const load = names[flow.nodes.findIndex(({ id }) => id === 'load')];
  expect(active?.text).toBe('Above idle 2.28 kWh');
  expect(load?.text).toBe('load 33.1 Wh');
  expect(active?.y).toBeGreaterThan((load?.y ?? 0) + 12);
});

test('names of one column but the last end before the next column begins', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 200, max: 1600 }),
      fc.array(fc.string({ maxLength: 60 }), { minLength: 3, maxLength: 3 }),
      (width, texts) => {
        const flow = layOut(
          [node('a', 0), node('b', 1), node('c', 2)],
          [
            { from: 'a', to: 'b', value: 2 },
            { from: 'b', to: 'c', value: 2 },
          ],
          { width, height: 100 },
        );
        const boxes = placeNames(flow, ({ column }) => texts[column] ?? '').map(boxOf);
        for (const n of [0, 1]) expect(boxes[n]?.to).toBeLessThanOrEqual(flow.nodes[n + 1]?.x ?? 0);
      },
    ),
  );
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aRecord } from '../../book/a-record.ts';
import type { RunRecord, WindowRecord } from '../../../src/book/run-record.ts';
import { estimate, type WrittenEstimate, written } from '../../../src/units/estimate.ts';
import { layOut, NODE_WIDTH } from '../../../web/charts/sankey/layout.ts';
import { runFlow } from '../../../web/pages/run/summary/run-flow.ts';

const joules = (value: number): WrittenEstimate => written(estimate(value, {}), 'J');
const UNKNOWN: WrittenEstimate = { value: null, low: 1, high: 9, unit: 'J', errors: {} };

function stage(self: number, active: number, parent?: string): WindowRecord {
  return {
    attributed: joules(self),
    active: joules(active),
    self: joules(self),
    durationS: 1,
    count: 1,
    ...(parent === undefined ? {} : { parent }),
  };
}

function run(
  components: Readonly<Record<string, WrittenEstimate>>,
  stages: Readonly<Record<string, WindowRecord>>,
  pue = 1,
): Pick<RunRecord, 'energy'> {
  const wall = Object.values(components).reduce((sum, { value }) => sum + (value ?? 0), 0);
  const base = aRecord({ energyJ: wall });
  const [first] = Object.values(base.energy.components);
  if (first === undefined) throw new Error('a record has components');
  const layer = (value: number) => ({
    attributed: joules(value),
    active: joules(value / 2),
    machine: joules(value),
  });
  return {
    energy: {
      ...base.energy,
      wall: layer(wall),
      facility: layer(wall * pue),
      components: Object.fromEntries(
        Object.entries(components).map(([name, attributed]) => [name, { ...first, attributed }]),
      ),
      stages,
    },
  };
}

describe('where the joules went', () => {
  it('loses nothing on the way: what comes into a place goes out of it', () => {
    const amount = fc.double({ min: 0.01, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 12 }),
        fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { maxLength: 12 }),
        fc.double({ min: 1, max: 2, noNaN: true }),
        (parts, shares, pue) => {
          const names = parts.map((_, i) => (i < 3 ? (['cpu', 'ram', 'other'][i] ?? '') : `gpu:${i - 3}`));
          const total = parts.reduce((sum, part) => sum + part, 0);
          const all = shares.reduce((sum, share) => sum + share, 0) * 1.1;
          const stages = Object.fromEntries(
            shares.map((share, i) => [`s${i}`, stage((share / all) * total, ((share / all) * total) / 3)]),
          );
          const { nodes, links } = runFlow(
            run(Object.fromEntries(names.map((name, i) => [name, joules(parts[i] ?? 0)])), stages, pue),
          );
          for (const { id } of nodes) {
            const sum = (side: 'from' | 'to'): number =>
              links.reduce((flow, link) => flow + (link[side] === id ? link.value : 0), 0);
            if (['grid', 'overhead', 'active', 'idle'].includes(id)) continue;
            const isOpen = sum('from') === 0; // time outside of stages is neither above idle nor idle
            if (!isOpen) expect(Math.abs(sum('to') - sum('from')) / total).toBeLessThan(2e-3);
          }
          expect(links.every(({ value }) => value > 0)).toBe(true);
        },
      ),
    );
  });

  it('names what is not known instead of drawing it as nothing', () => {
    const { links, unknown } = runFlow(run({ cpu: joules(10), 'gpu:0': UNKNOWN }, {}));
    expect(unknown).toEqual(['gpu:0']);
    expect(links.some(({ from }) => from === 'c gpu:0')).toBe(false);
  });

  it('has no overhead at a PUE of one, and draws many GPUs as one', () => {
    expect(runFlow(run({ cpu: joules(10) }, {})).nodes.map(({ id }) => id)).not.toContain('overhead');
    const many = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`gpu:${i}`, joules(5)]));
    expect(runFlow(run({ cpu: joules(1), ...many }, {})).nodes.map(({ name }) => name)).toContain(
      'gpu (16 devices)',
    );
  });

  it('is laid out within its box, and bands keep their thickness', () => {
    const { nodes, links } = runFlow(
      run({ cpu: joules(100), ram: joules(20) }, { train: stage(100, 60) }, 1.5),
    );
    const flow = layOut(nodes, links, { width: 800, height: 300 });
    for (const { x, y, height } of flow.nodes) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + NODE_WIDTH).toBeLessThanOrEqual(800.001);
      expect(y + height).toBeLessThanOrEqual(300.001);
    }
    const cpu = flow.links.filter(({ from, to }) => from === 'c cpu' || to === 'c cpu');
    expect(cpu.map(({ width }) => width.toFixed(6))).toEqual([
      cpu[0]?.width.toFixed(6),
      cpu[0]?.width.toFixed(6),
    ]);
    expect(layOut([], [], { width: 800, height: 300 })).toEqual({ nodes: [], links: [] });
  });
});

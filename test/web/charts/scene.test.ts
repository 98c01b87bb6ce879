import { describe, expect, it } from 'vitest';
import { frontierSvg, pointsSvg } from '../../../web/charts/scatter/scene-svg.ts';
import { type ScatterPoint, sceneOf } from '../../../web/charts/scatter/scene.ts';

const AXES = { x: { title: 'energy', isLog: true }, y: { title: 'accuracy' } };

function point(x: number, y: number, wishes: Partial<ScatterPoint> = {}): ScatterPoint {
  return { x, y, low: x * 0.9, high: x * 1.1, style: 0, isBest: false, ...wishes };
}

describe('a scatter chart', () => {
  it('places equal ratios equally far apart, and all points inside', () => {
    const { xs, ys, plot } = sceneOf([point(1, 0.1), point(100, 0.5), point(10_000, 0.9)], AXES, 800);
    expect((xs[1] ?? 0) - (xs[0] ?? 0)).toBeCloseTo((xs[2] ?? 0) - (xs[1] ?? 0), 2);
    for (const x of xs) expect(x >= plot.left && x <= plot.right).toBe(true);
    for (const y of ys) expect(y >= plot.top && y <= plot.bottom).toBe(true);
  });

  it('stands a point alone, one of zero, and ten terajoules beside a microjoule', () => {
    for (const points of [[point(5, 1)], [point(0, 1), point(1, 2)], [point(1e-6, 1), point(1e13, 2)]]) {
      const { xs, ys } = sceneOf(points, AXES, 320);
      for (const place of [...xs, ...ys]) expect(Number.isFinite(place)).toBe(true);
    }
  });

  it('is not made a dot by a band without an upper end', () => {
    const best = point(10, 0.9, { isBest: true, low: 0, high: 1e12 });
    const { xs } = sceneOf([best, point(100, 0.8)], AXES, 800);
    expect(Math.abs((xs[1] ?? 0) - (xs[0] ?? 0))).toBeGreaterThan(150);
  });

  it('writes its export without a number that is none', () => {
    const scene = sceneOf(
      [point(1, 1, { isBest: true }), point(3, 2, { style: 5 }), point(9, 3, { isBest: true, style: 3 })],
      AXES,
      500,
    );
    const svg = pointsSvg(scene, Uint8Array.of(0, 1, 0)) + frontierSvg(scene, undefined, 1);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg).toContain('knee');
  });
});

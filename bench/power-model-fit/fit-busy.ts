import type { BusyCurve } from '../../src/meters/model/busy-curve.ts';
import type { Range2 } from '../../src/meters/model/wall-errors.ts';
import { csvTable } from './csv-table.ts';
import { median, quantile } from './quantile.ts';
import type { ServerRow } from './server-rows.ts';

/** A CPU under synthetic load: the part of its rise at each busy part. */
export interface StressCurve {
  readonly cpu: string;
  readonly points: readonly (readonly [busy: number, rise: number])[];
}

/** Package power of platforms at idle, 10, 50 and 100 % (`teads_aws_instances.csv`); each platform once. */
export function teadsCurves(text: string): readonly StressCurve[] {
  const byCpu = new Map<string, StressCurve>();
  for (const row of csvTable(text)) {
    const watts = ['Idle', '10%', '50%', '100%'].map((at) => Number(row[`PkgWatt @ ${at}`]));
    const curve = curveOf(
      row['Platform CPU Name'] ?? '',
      [0, 0.1, 0.5, 1].map((u, i) => [u, watts[i] ?? Number.NaN]),
    );
    if (curve !== undefined && !byCpu.has(curve.cpu)) byCpu.set(curve.cpu, curve);
  }
  return [...byCpu.values()];
}

/** Package power of CPUs by load (`codecarbon_rapl_load_profiles.csv`), loading all threads in part and some in full. */
export function raplCurves(text: string): readonly StressCurve[] {
  const byRun = new Map<string, (readonly [number, number])[]>();
  for (const row of csvTable(text)) {
    const run = `${row['cpu_name']}, ${row['load_type']}`;
    const points = byRun.get(run) ?? [];
    points.push([Number(row['cpu_load']) / 100, Number(row['rapl_power'])]);
    byRun.set(run, points);
  }
  return [...byRun].flatMap(([run, points]) => curveOf(run, points) ?? []);
}

function curveOf(cpu: string, points: readonly (readonly [number, number])[]): StressCurve | undefined {
  const sorted = [...points].sort(([a], [b]) => a - b);
  const idle = sorted[0]?.[1] ?? Number.NaN;
  // Under full load some CPUs draw less than just below it, being hot by then: the most that was seen is full power.
  const full = Math.max(...sorted.map(([, watts]) => watts));
  if (!(full > idle)) return undefined;
  return { cpu, points: sorted.map(([u, watts]) => [u, (watts - idle) / (full - idle)] as const) };
}

/** What real work leaves open at full load: the same busy CPUs draw more or less by what they compute (judged; 5 % and 95 % quantiles). */
const AT_FULL: Range2 = [0.2 / 1.645, 0.12 / 1.645];

/**
 * The busy curve from servers under SPEC's load and CPUs under synthetic load, which count alike: real work is taken to lie between both.
 */
export function fitBusy(curves: readonly StressCurve[], rows: readonly ServerRow[]): BusyCurve {
  const recent = rows.filter(({ watts, year }) => year >= 2010 && (watts[5] ?? 0) > 0);
  const ofSpec = (level: number): number[] =>
    recent.map(({ watts }) => ((watts[level] ?? 0) - (watts[0] ?? 0)) / ((watts[10] ?? 0) - (watts[0] ?? 0)));
  const stress: number[] = [];
  const spread: Range2[] = [];
  for (let level = 0; level <= 10; level += 1) {
    const seen = curves.map(({ points }) => at(points, level / 10));
    stress.push(level === 0 ? 0 : level === 10 ? 1 : round(median(seen)));
    const spec = ofSpec(level);
    const middle = Math.sqrt(median(spec) * (stress[level] ?? 1));
    spread.push(level === 10 ? [round(AT_FULL[0]), round(AT_FULL[1])] : spreadAround(middle, spec, seen));
  }
  spread[0] = spread[1] ?? [0, 0];
  return { stress, spread };
}

/** Quantiles of both kinds, each kind counting half. */
function spreadAround(middle: number, spec: readonly number[], stress: readonly number[]): Range2 {
  const copies = Math.round(spec.length / stress.length);
  const both = [...spec, ...stress.flatMap((rise) => Array.from({ length: copies }, () => rise))];
  const z = 1.6448536269514722;
  return [round((1 - quantile(both, 0.05) / middle) / z), round((quantile(both, 0.95) / middle - 1) / z)];
}

function at(points: StressCurve['points'], busy: number): number {
  const after = points.findIndex(([u]) => u >= busy);
  if (after <= 0) return points[after === 0 ? 0 : points.length - 1]?.[1] ?? Number.NaN;
  const [[u0, y0], [u1, y1]] = [points[after - 1] ?? [0, 0], points[after] ?? [1, 1]];
  return y0 + ((y1 - y0) * (busy - u0)) / (u1 - u0);
}

function round(value: number): number {
  return Number(value.toFixed(3));
}

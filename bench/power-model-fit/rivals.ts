import type { ServerRow } from './server-rows.ts';

/** A published rule for power. Loads in per cent. */
export interface Rival {
  readonly name: string;
  readonly source: string;
  readonly watts: (row: ServerRow, loadPercent: number) => number;
}

const total = ({ facts }: ServerRow): number => facts.tdpW * facts.sockets;
const gigabytes = ({ facts }: ServerRow): number => facts.ramGB ?? 0;

/** The rules that stand beside ours, as their makers publish them. What each claims is CPU, or CPU and memory; users read it as the machine. */
export const RIVALS: readonly Rival[] = [
  {
    name: 'CodeCarbon, machine mode',
    source: 'mlco2/codecarbon hardware.py, ram.py: TDP (0.1 + 0.9 u³) + RAM by guessed DIMMs',
    watts: (row, u) => total(row) * (0.1 + 0.9 * (u / 100) ** 3) + codeCarbonRam(gigabytes(row)),
  },
  {
    name: 'CodeCarbon, process mode',
    source: 'the same: TDP u + RAM',
    watts: (row, u) => (total(row) * u) / 100 + codeCarbonRam(gigabytes(row)),
  },
  { name: 'TDP x load', source: 'the plain rule', watts: (row, u) => (total(row) * u) / 100 },
  { name: 'half of TDP', source: 'CodeCarbon without psutil', watts: (row) => total(row) / 2 },
  {
    name: "Teads' curve",
    source: 'Teads engineering; Impact Framework teads-curve',
    watts: (row, u) => total(row) * between(TEADS, u),
  },
  { name: 'Boavizta, CPU', source: 'Boavizta boaviztapi', watts: boaviztaCpu },
  {
    name: 'Boavizta, server',
    source: 'the same: 1.33 (CPUs + 0.284 W/GB)',
    watts: (row, u) => 1.33 * (boaviztaCpu(row, u) + 0.284 * gigabytes(row)),
  },
  {
    name: 'Cloud Carbon Footprint',
    source: 'ccf-coefficients 2026-03, AWS list (Apache-2.0); its EPYC 5th Gen as its own rows average',
    watts: (row, u) => {
      const [least, most] = CCF[ccfFamily(row)] ?? CCF_MEAN;
      return row.threads * (least + ((most - least) * u) / 100);
    },
  },
  {
    name: 'Green Algorithms',
    source: 'green-algorithms-tool: TDP u + 0.3725 W/GB',
    watts: (row, u) => (total(row) * u) / 100 + 0.3725 * gigabytes(row),
  },
];

const TEADS = [
  [0, 0.12],
  [10, 0.32],
  [50, 0.75],
  [100, 1.02],
] as const;

function between(points: readonly (readonly [number, number])[], u: number): number {
  for (let i = 1; i < points.length; i += 1) {
    const [[u0, y0], [u1, y1]] = [points[i - 1] ?? [0, 0], points[i] ?? [100, 1]];
    if (u <= u1) return y0 + ((y1 - y0) * (u - u0)) / (u1 - u0);
  }
  return points.at(-1)?.[1] ?? 0;
}

/** CodeCarbon's memory: 5 W a guessed DIMM, less for many, at least 10 W. */
function codeCarbonRam(gb: number): number {
  const dimms = codeCarbonDimms(gb);
  const steps = [
    [4, 1],
    [8, 0.9],
    [16, 0.8],
    [Number.POSITIVE_INFINITY, 0.7],
  ] as const;
  let [watts, counted] = [0, 0];
  for (const [to, part] of steps) {
    const here = Math.max(0, Math.min(dimms, to) - counted);
    watts += 5 * part * here;
    counted += here;
  }
  return Math.max(10, watts);
}

function codeCarbonDimms(gb: number): number {
  if (gb <= 2) return 1;
  if (gb <= 16) return 2;
  if (gb <= 64) return 4;
  if (gb <= 128) return 8;
  const size = [128, 64, 32, 16, 8, 4].find((d) => gb % d === 0) ?? 4;
  return Math.min(32, Math.ceil(gb / size));
}

type BoaviztaStart = readonly [a: number, b: number, c: number, d: number];

function boaviztaStart({ cpu }: ServerRow): BoaviztaStart {
  const name = cpu.toLowerCase();
  if (name.includes('platinum')) return [171.1813, 0.0354, 36.8953, -10.1336];
  if (name.includes('gold')) return [35.5688, 0.2438, 9.6694, -0.6087];
  if (name.includes('silver')) return [20.7794, 0.3043, 8.4241, 0.8613];
  if (/e5-/.test(name)) return [48.9167, 0.1349, 15.7262, -4.654];
  if (/e3-/.test(name)) return [342.3624, 0.0347, 36.8952, -16.4022];
  if (/xeon.* e-/.test(name)) return [55.6501, 0.0467, 20.4146, 4.2436];
  return [171.2, 0.0354, 36.89, -10.13];
}

const boaviztaFits = new Map<string, readonly [a: number, c: number, rest: number]>();

/** Boavizta: a ln(b (u + c)) + d through Teads' points for this TDP, each parameter within twice its start; at least 1 W a CPU. */
function boaviztaCpu(row: ServerRow, u: number): number {
  const start = boaviztaStart(row);
  const key = `${row.facts.tdpW} ${start[0]}`;
  const fit = boaviztaFits.get(key) ?? fitLogarithm(row.facts.tdpW, start);
  boaviztaFits.set(key, fit);
  const [a, c, rest] = fit;
  return row.facts.sockets * Math.max(1, a * Math.log(u + c) + rest);
}

/** b only shifts d: the best a and shift follow from c, which is searched for. */
function fitLogarithm(tdpW: number, [a0, , c0]: BoaviztaStart): readonly [number, number, number] {
  let best: readonly [number, number, number] = [0, 1, 0];
  let least = Number.POSITIVE_INFINITY;
  for (let step = 1; step <= 600; step += 1) {
    const c = (3 * c0 * step) / 600;
    const points = TEADS.map(([u, y]) => [Math.log(u + c), y * tdpW] as const);
    const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
    const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
    const free =
      points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) /
      points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
    const a = Math.min(3 * a0, Math.max(-a0, free));
    const rest = meanY - a * meanX;
    const loss = points.reduce((sum, [x, y]) => sum + (y - a * x - rest) ** 2, 0);
    if (loss < least) [least, best] = [loss, [a, c, rest]];
  }
  return best;
}

/** W per thread, least and most, by microarchitecture. */
const CCF: Readonly<Record<string, readonly [number, number]>> = {
  broadwell: [0.7128, 3.6853],
  cascadelake: [0.6903, 4.0632],
  coffeelake: [1.1384, 5.4218],
  zen1: [0.8468, 2.6042],
  zen2: [0.4743, 1.693],
  zen3: [0.4556, 1.9573],
  zen4: [0.7391, 2.2822],
  zen5: [0.267, 1.481],
  emeraldrapids: [0.814, 4.482],
  graniterapids: [0.5816, 2.5275],
  arm: [0.4743, 1.693],
  haswell: [1.8574, 5.5954],
  icelake: [0.7668, 3.7582],
  ivybridge: [1.7074, 5.5569],
  sandybridge: [2.2122, 8.6309],
  sapphirerapids: [1.0363, 4.1605],
  skylake: [0.613, 4.1042],
};
const CCF_MEAN = [0.74, 3.5] as const;

function ccfFamily({ facts, cpu }: ServerRow): string {
  const { generation = '', year, entry } = facts;
  if (generation === 'sandybridge') return year >= 2013 || / ?v2/i.test(cpu) ? 'ivybridge' : 'sandybridge';
  if (generation === 'haswell') return /v4|d-1[56]/i.test(cpu) ? 'broadwell' : 'haswell';
  if (generation === 'skylake') return year >= 2019 ? 'cascadelake' : 'skylake';
  if (generation === 'skylake-client') return entry && year >= 2018 ? 'coffeelake' : 'skylake';
  if (generation === 'sapphire-rapids') return / [0-9]5\d\d/.test(cpu) ? 'emeraldrapids' : 'sapphirerapids';
  if (generation === 'granite-rapids') return 'graniterapids';
  if (generation === 'zen4') return year >= 2024 ? 'zen5' : 'zen4';
  return generation;
}

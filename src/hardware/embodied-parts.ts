import { scale, sum } from '../units/arithmetic.ts';
import { type Estimate, estimate, interval, Z90 } from '../units/estimate.ts';
import type { Sourced } from '../units/sourced.ts';
import type { Accelerator, RowSource } from './hardware-rows.ts';

/** A part of the table: kg CO2e for one of it, or for each GB or TB. */
interface EmbodiedPart extends RowSource {
  readonly kg: number;
  readonly note: string;
  /** Where it is not the table's: the true figure lies within it either way. */
  readonly factor?: number;
}

/** `data/hardware/embodied_parts.json`. */
export interface EmbodiedPartsTable {
  readonly id: string;
  readonly factor: number;
  readonly lifetimeYears: { readonly value: number; readonly low: number; readonly high: number };
  readonly parts: Readonly<Record<PartName, EmbodiedPart>> & {
    readonly gpuServer: { readonly gpus: number };
  };
}

type PartName = 'server' | 'gpuServer' | 'cpu' | 'ramGB' | 'ssdTB' | 'hddTB' | 'gpu' | 'gpuHbm';

/** Hardware whose making is asked for. What is left out counts nothing; parts of a server may be fractions. */
export interface HardwareParts {
  readonly accelerators?: readonly { readonly accelerator: Accelerator; readonly count: number }[];
  /** Servers around eight accelerators each, with their processors and memory; `accelerators / 8` for the share of given ones. */
  readonly gpuServers?: number;
  /** Other servers, each with one processor and 16 GB. */
  readonly servers?: number;
  /** Processors beyond the first of each server. */
  readonly extraCpus?: number;
  /** Memory beyond what its server has, GB. */
  readonly extraRamGB?: number;
  readonly ssdTB?: number;
  readonly hddTB?: number;
}

/** Carbon of making hardware: the sum and its parts, in g CO2e. */
export interface EmbodiedOfParts {
  readonly total: Estimate;
  readonly parts: readonly Sourced[];
  /** Time over which it is used, s, with its 5 % to 95 % range. */
  readonly lifetimeS: { readonly value: number; readonly low: number; readonly high: number };
}

/** Seconds of a mean Gregorian year. */
const YEAR_S = 365.2425 * 86_400;
const G_PER_KG = 1000;

/**
 * Carbon of making the given hardware (docs/methodology/hardware.md). A system on a chip (Apple, Jetson) is not counted as an accelerator: it is its computer's
 * processor, for which no figure is shipped.
 */
export function embodiedOfPartsFrom(table: EmbodiedPartsTable, given: HardwareParts): EmbodiedOfParts {
  const accelerators = (given.accelerators ?? []).filter(({ accelerator }) => accelerator.kind !== 'soc');
  const onBoards = countOf(accelerators.filter(({ accelerator }) => isOnBoard(accelerator)));
  const counts: readonly (readonly [PartName, number, string])[] = [
    ['gpuHbm', onBoards, 'GPUs on boards of eight'],
    ['gpu', countOf(accelerators) - onBoards, 'accelerators'],
    ['gpuServer', given.gpuServers ?? 0, 'servers around them'],
    ['server', given.servers ?? 0, 'servers'],
    ['cpu', given.extraCpus ?? 0, 'further processors'],
    ['ramGB', given.extraRamGB ?? 0, 'GB of further memory'],
    ['ssdTB', given.ssdTB ?? 0, 'TB of SSD'],
    ['hddTB', given.hddTB ?? 0, 'TB of hard disk'],
  ];
  const parts = counts
    .filter(([, count]) => count > 0)
    .map(([part, count, what]) => sourced(table, part, count, what));
  const { value, low, high } = table.lifetimeYears;
  return {
    total: sum(parts.map(({ value: grams, errors }) => estimate(grams ?? 0, errors))),
    parts,
    lifetimeS: { value: value * YEAR_S, low: low * YEAR_S, high: high * YEAR_S },
  };
}

/** GPUs with a published figure of their board of eight: SXM and OAM modules. */
function isOnBoard({ name, key }: Accelerator): boolean {
  return /sxm|oam/i.test(`${name} ${key}`);
}

function countOf(lines: readonly { readonly count: number }[]): number {
  return lines.reduce((total, { count }) => total + count, 0);
}

function sourced(table: EmbodiedPartsTable, name: PartName, count: number, what: string): Sourced {
  const part = table.parts[name];
  const factor = part.factor ?? table.factor;
  const one = estimate(part.kg * G_PER_KG, {
    [`embodied:${name}`]: [(1 - 1 / factor) / Z90, (factor - 1) / Z90],
  });
  const all = scale(one, count);
  return {
    value: all.value,
    ...interval(all),
    unit: 'g',
    errors: all.errors,
    id: `${table.id}.${name}`,
    source: part.source,
    year: part.year,
    licence: part.licence,
    ...(part.url === undefined ? {} : { url: part.url }),
    grade: 'C',
    note: `${Number(count.toPrecision(3))} ${what}: ${part.note}`,
  };
}

import type { Range2, WallErrors } from './wall-errors.ts';

/** What the wall model reads of a server. */
export interface ServerFacts {
  /** Thermal design power of one CPU, W. */
  readonly tdpW: number;
  readonly sockets: number;
  readonly coresPerSocket: number;
  /** Whether a core runs more than one thread. */
  readonly smt: boolean;
  /** Undefined where it is not known: the usual amount is taken. */
  readonly ramGB?: number;
  /** The year of its generation of CPUs. */
  readonly year: number;
  readonly vendor: 'amd' | 'intel' | 'other';
  readonly entry: boolean;
  /** One of the fit's generations, or one that it has not seen. */
  readonly generation?: string;
}

/** What the fit has seen: the ranges of its features. Beyond them nothing is extrapolated. */
export interface FitDomain {
  readonly tdpW: Range2;
  /** Sockets × TDP, W. */
  readonly totalW: Range2;
  readonly coresPerSocket: Range2;
  readonly gbPerW: Range2;
  readonly year: Range2;
  /** Gigabytes per watt of TDP of a usual server, where the memory is not known. */
  readonly usualGBPerW: number;
}

/** The coefficients of the wall model: `data/hardware/wall_model.json`. */
export interface WallFit {
  readonly domain: FitDomain;
  /** Generations of CPUs with a coefficient of their own, behind those of the other features. */
  readonly generations: readonly string[];
  /** ln(W / total TDP) at idle and at full load. */
  readonly idle: readonly number[];
  readonly full: readonly number[];
  /** ln(W / W at full load) at 10, 20, … 90 % load. */
  readonly shape: readonly (readonly number[])[];
  readonly seen: WallErrors;
  /** Errors of CPUs whose generation the fit has not seen. */
  readonly unseen: WallErrors;
  /** ln(TDP) of a CPU from its cores, year and platform, where its TDP is not known, with what that errs. */
  readonly tdp: { readonly coefficients: readonly number[]; readonly spread: Range2 };
  /** ln(year) is not fitted: the median year of the rows by cores of a socket, `[at least so many cores, year]`. */
  readonly yearByCores: readonly Range2[];
}

/** Size of a generation's column: smaller columns are shrunk more by the ridge (docs/methodology/power-model.md). */
const GENERATION = 0.2;
/** Years in which the way power follows TDP may bend. */
const HINGES = [2009, 2012, 2015, 2018] as const;
/** AMD's server CPUs before and after EPYC have nothing in common. */
const EPYC_FROM = 2014;
/** Centres, so that the ridge draws the coefficients towards a usual server and not towards one of 1 W; they cancel in the fit. */
const CENTRE = { lnTdp: 4.8, lnGBPerW: -1.5, lnCores: 2, year: 2008 };
/** ln of 200 W: below this much TDP in all, what is there beside the CPUs shows. */
const LN_SMALL = 5.3;
/** Loads of the model: idle, 10 %, … 100 %. */
const LEVELS = 11;
/** Each level of load takes at least this part more than the one below. */
const LEAST_STEP = 0.005;

/** The features of a server, clamped to what the fit has seen; the generations' columns come last. */
export function wallFeatures(
  facts: ServerFacts,
  domain: FitDomain,
  generations: readonly string[],
): readonly number[] {
  const tdpW = clamp(facts.tdpW, domain.tdpW);
  const totalW = clamp(tdpW * facts.sockets, domain.totalW);
  const year = clamp(facts.year, domain.year);
  const gbPerW =
    facts.ramGB === undefined || facts.ramGB <= 0
      ? domain.usualGBPerW
      : clamp(facts.ramGB / (facts.tdpW * facts.sockets), domain.gbPerW);
  const isAmd = facts.vendor === 'amd';
  return [
    1,
    Math.log(tdpW) - CENTRE.lnTdp,
    Math.log(gbPerW) - CENTRE.lnGBPerW,
    Math.log(clamp(facts.coresPerSocket, domain.coresPerSocket)) - CENTRE.lnCores,
    flag(facts.sockets === 1),
    flag(facts.sockets >= 4),
    flag(isAmd),
    flag(isAmd && year > EPYC_FROM),
    (year - CENTRE.year) / 10,
    ...HINGES.map((hinge) => Math.max(0, year - hinge) / 10),
    Math.max(0, LN_SMALL - Math.log(totalW)),
    flag(facts.smt),
    flag(facts.entry),
    ...generations.map((id) => (id === facts.generation ? GENERATION : 0)),
  ];
}

/** W at the wall at 0, 10, … 100 % load: positive and strictly rising, whatever the coefficients. */
export function wallByFit(facts: ServerFacts, fit: WallFit): Float64Array {
  const features = wallFeatures(facts, fit.domain, fit.generations);
  const full = Math.exp(dot(features, fit.full));
  const totalW = facts.tdpW * facts.sockets;
  const watts = new Float64Array(LEVELS);
  watts[LEVELS - 1] = full * totalW;
  for (let k = LEVELS - 2; k >= 0; k -= 1) {
    const wanted =
      k === 0 ? Math.exp(dot(features, fit.idle)) : full * Math.exp(dot(features, fit.shape[k - 1] ?? []));
    watts[k] = Math.min(wanted * totalW, (watts[k + 1] ?? 0) * (1 - LEAST_STEP));
  }
  return watts;
}

/** Features of a CPU from which its TDP can be told where no table has it. */
export function tdpFeatures(
  facts: Pick<ServerFacts, 'coresPerSocket' | 'year' | 'entry'>,
  domain: FitDomain,
): readonly number[] {
  const year = clamp(facts.year, domain.year);
  return [
    1,
    Math.log(clamp(facts.coresPerSocket, domain.coresPerSocket)) - CENTRE.lnCores,
    (year - CENTRE.year) / 10,
    Math.max(0, year - 2015) / 10,
    flag(facts.entry),
  ];
}

/** The TDP that a server's CPU of so many cores usually has, W. */
export function usualTdp(
  facts: Pick<ServerFacts, 'coresPerSocket' | 'year' | 'entry'>,
  fit: WallFit,
): number {
  return Math.exp(dot(tdpFeatures(facts, fit.domain), fit.tdp.coefficients));
}

/** The year of servers with so many cores in a socket. */
export function usualYear(coresPerSocket: number, fit: WallFit): number {
  return fit.yearByCores.findLast(([cores]) => coresPerSocket >= cores)?.[1] ?? fit.domain.year[0];
}

/** Errors of the fit for a machine: wider where its generation is new to the fit. */
export function fitErrors(generation: string | undefined, fit: WallFit): WallErrors {
  return generation !== undefined && fit.generations.includes(generation) ? fit.seen : fit.unseen;
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function clamp(value: number, [low, high]: Range2): number {
  return Math.min(high, Math.max(low, value));
}

function flag(is: boolean): number {
  return is ? 1 : 0;
}

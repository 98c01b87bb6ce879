import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CalibrationPoint, ChipsFit } from './calibration.ts';
import type { CalibrationConstants } from './constants.ts';
import { type LinearFit, linearFit, type Observation } from './linear-fit.ts';
import { misfitOf } from './misfit.ts';

/** The chips must move at least by this part of the wall's power, or base and efficiency cannot be told apart. */
const LEAST_MOVE = 0.1;
/** An impossible value is refused when it is further off than so many standard deviations; nearer it is noise. */
const SURE = 2;

/** What the counted points are: power of the chips, W, is there. */
type CountedPoint = CalibrationPoint & { readonly chipsW: number };

/**
 * Fits base power and efficiency of the supply: wall = chips/η + B/η. The line is fitted around the mean power of the chips, where its height and
 * slope err independently.
 *
 * @param channels how the chips were read.
 * @param gain relative standard deviation of the meter: what it shows too little or too much for good is no proof of an impossible machine.
 */
export function fitChips(
  points: readonly CalibrationPoint[],
  channels: readonly string[],
  gain: number,
  constants: CalibrationConstants,
): Result<Omit<ChipsFit, 'ramPart'>> {
  const counted = points.filter((point): point is CountedPoint => point.chipsW !== undefined);
  const chips = counted.map(({ chipsW }) => chipsW);
  const least = Math.min(...counted.map(({ wallW }) => wallW));
  const move = Math.max(...chips) - Math.min(...chips);
  if (!(move >= LEAST_MOVE * least)) return err(unmoved(move));
  const centreW = weightedMean(counted);
  const isKnown = counted.every(({ sdW }) => sdW !== undefined);
  const rowsOf = (fixed?: number): readonly Observation[] =>
    counted.map(({ chipsW, wallW, sdW, step }) => ({
      x: fixed === undefined ? [1, chipsW - centreW] : [1],
      y: wallW - (fixed ?? 0) * (chipsW - centreW),
      sd: sdW ?? wallW,
      group: step,
    }));
  const none = Number.POSITIVE_INFINITY;
  const scale = isKnown ? 'known' : 'estimated';
  const free = linearFit(rowsOf(), { priorSd: [none, none], scale });
  if (free === undefined) return err(unmoved(move));
  const line = lineOf(free);
  const refused = judge(line, centreW, counted, gain);
  if (refused !== undefined) return err(refused);
  // Nearly impossible is noise: at the border of what is possible, with the error that it has.
  const most = line.height / centreW;
  const slope = Math.min(Math.max(line.slope, 1), Math.max(most, 1));
  const fixed = slope === line.slope ? free : (linearFit(rowsOf(slope), { priorSd: [none], scale }) ?? free);
  const height = fixed.beta[0] ?? Number.NaN;
  const base = Math.max(0, height / slope - centreW);
  return ok({
    baseW: { value: base, sd: Math.hypot(line.heightSd / slope, (height / slope ** 2) * line.slopeSd) },
    efficiency: { value: 1 / slope, sd: line.slopeSd / slope ** 2 },
    centreW,
    centreSdW: line.heightSd,
    slopeSd: line.slopeSd,
    misfit: misfitOf(counted, fixed.residuals, 2, constants),
    channels,
  });
}

interface Line {
  readonly height: number;
  readonly heightSd: number;
  readonly slope: number;
  readonly slopeSd: number;
}

function lineOf({ beta, covariance }: LinearFit): Line {
  return {
    height: beta[0] ?? Number.NaN,
    heightSd: Math.sqrt(covariance[0] ?? 0),
    slope: beta[1] ?? Number.NaN,
    slopeSd: Math.sqrt(covariance[3] ?? 0),
  };
}

/** With the weights of the fit, so that height and slope err independently. */
function weightedMean(points: readonly CountedPoint[]): number {
  let [sum, total] = [0, 0];
  for (const { chipsW, wallW, sdW } of points) {
    const w = 1 / (sdW ?? wallW) ** 2;
    sum += w * chipsW;
    total += w;
  }
  return sum / total;
}

function judge(
  { height, heightSd, slope, slopeSd }: Line,
  centreW: number,
  points: readonly CountedPoint[],
  gain: number,
): Problem | undefined {
  const most = 1 + SURE * gain;
  if (points.some(({ wallW, sdW, chipsW }) => (wallW + SURE * (sdW ?? 0)) * most < chipsW)) {
    const worst = points.reduce((a, b) => (b.wallW - b.chipsW < a.wallW - a.chipsW ? b : a));
    return problem(
      'E_METER',
      'the meter shows less than the counters of this machine say',
      `${worst.wallW.toFixed(1)} W at the wall beside ${worst.chipsW.toFixed(1)} W of the chips`,
      'check that the meter stands at this machine, feeds all of its power supplies, and shows watts',
    );
  }
  if ((slope + SURE * slopeSd) * most < 1) {
    return problem(
      'E_METER',
      'the calibration comes to a power supply that gives more than it takes',
      `the wall rose by only ${slope.toFixed(2)} W for each watt of the chips (±${(SURE * slopeSd).toFixed(2)})`,
      'check that the meter feeds all of the machine’s power supplies and no battery was charging or discharging beside it',
    );
  }
  const baseAtWall = height - slope * centreW;
  if (baseAtWall + SURE * Math.hypot(heightSd, slopeSd * centreW) < 0) {
    return problem(
      'E_METER',
      'the calibration comes to a base power below zero',
      `the wall rose by ${slope.toFixed(2)} W for each watt of the chips, more than its power leaves room for`,
      'check that all GPUs are counted (joulebook doctor) and that nothing else at the meter switches on with the load',
    );
  }
  return undefined;
}

function unmoved(move: number): Problem {
  return problem(
    'E_METER',
    'the counters hardly moved, so base power and efficiency cannot be told apart',
    `the chips drew between them only ${Number.isFinite(move) ? move.toFixed(1) : 0} W more under load`,
    'check that the load ran on this machine; joulebook doctor says what is counted',
  );
}

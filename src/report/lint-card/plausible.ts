import type { CardClaims } from './card-claims.ts';
import type { CardEmissions } from './read-emissions.ts';
import { J_PER_KWH } from '../../units/j-per-kwh.ts';

interface Range {
  readonly low: number;
  readonly high: number;
}

/** The factors of `data/report/lint_card.json`. */
export interface LintFactors {
  readonly most: { readonly value: number };
  readonly agree: { readonly value: number };
  readonly placeFactor: { readonly value: number };
  readonly worldFactor: Range;
  readonly pue: Range;
  readonly boardOfTdp: Range;
  readonly systemOfBoard: Range;
  readonly factorOfKilo: Range;
}

/** An accelerator that a card names. */
export interface NamedAccelerator {
  readonly name: string;
  readonly tdpW: number;
  readonly count: number;
  /** Whether the text says how many. */
  readonly isCounted: boolean;
}

/** What is known beside the card. */
export interface LintKnowledge {
  readonly factors: LintFactors;
  /** Yearly mean intensity of a place by its name, g/kWh; undefined where it is none that is known. */
  readonly placeIntensity: (text: string) => number | undefined;
  /** Of the cleanest and the dirtiest place, g/kWh. */
  readonly world: Range;
  /** The accelerator that a text names, its board power, W, and how many if the text says so. */
  readonly accelerators: (text: string) => NamedAccelerator | undefined;
}

/** Between what the grams must lie by one kind of evidence, and what that is. */
export interface Bounds extends Range {
  readonly by: string;
  /** And where each of several devices ran for the hours that are said, which may also be those of all together. */
  readonly ifEach?: Range;
}

const W_PER_KW = 1000;

/** Bounds of the emissions by what the card says: by its energy where it states one, else by its hardware and hours. */
export function boundsOf(
  { location, hardware }: CardEmissions,
  claims: CardClaims,
  knowledge: LintKnowledge,
): Bounds | undefined {
  const { factors } = knowledge;
  const grid = intensityOf(location, knowledge);
  const [energy] = claims.energyJ;
  if (energy !== undefined) {
    const kwh = energy.value / J_PER_KWH;
    return {
      low: kwh * grid.low,
      high: kwh * grid.high * factors.pue.high,
      by: `${energy.said}${grid.where}`,
    };
  }
  const [hours] = claims.hours;
  const named = [hardware, ...claims.hardware.map(({ said }) => said)].flatMap((text) => {
    const found = text === undefined ? undefined : knowledge.accelerators(text);
    return found === undefined ? [] : [found];
  });
  // Where a text says how many, it knows better than one that does not.
  const counted = named.filter(({ isCounted }) => isCounted).sort((a, b) => b.count - a.count);
  const device = counted[0] ?? named[0];
  if (hours === undefined || device === undefined) return undefined;
  const kwhOfOne = (device.tdpW * hours.value) / W_PER_KW;
  // Hours may be of all devices together.
  const least = kwhOfOne * factors.boardOfTdp.low * factors.systemOfBoard.low;
  const most = device.isCounted
    ? kwhOfOne * device.count * factors.boardOfTdp.high * factors.systemOfBoard.high * factors.pue.high
    : Number.POSITIVE_INFINITY;
  const count = device.isCounted ? `${device.count} × ` : 'some ';
  const { count: devices } = device;
  return {
    low: least * grid.low,
    high: most * grid.high,
    ...(device.isCounted && devices > 1 && hours.isOfAll !== true
      ? { ifEach: { low: least * devices * grid.low, high: most * grid.high } }
      : {}),
    by: `${count}${device.name} for ${hours.said}${grid.where}`,
  };
}

function intensityOf(
  location: string | undefined,
  { factors, placeIntensity, world }: LintKnowledge,
): Range & { readonly where: string } {
  const parts =
    location === undefined ? [] : [location, ...location.split(/[,;/]/).map((part) => part.trim())];
  for (const part of parts) {
    const known = part === '' ? undefined : placeIntensity(part);
    if (known !== undefined)
      return {
        low: known / factors.placeFactor.value,
        high: known * factors.placeFactor.value,
        where: ` in ${part}`,
      };
  }
  return {
    low: world.low / factors.worldFactor.low,
    high: world.high * factors.worldFactor.high,
    where: ', on any grid',
  };
}

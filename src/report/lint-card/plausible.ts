import type { CardClaims } from './card-claims.ts';
import type { CardEmissions } from './read-emissions.ts';

interface Range {
  readonly low: number;
  readonly high: number;
}

/** The factors of `data/report/lint_card.json`. */
export interface LintFactors {
  readonly agree: { readonly value: number };
  readonly placeFactor: { readonly value: number };
  readonly worldFactor: Range;
  readonly pue: Range;
  readonly boardOfTdp: Range;
  readonly systemOfBoard: Range;
  readonly factorOfKilo: Range;
}

/** What is known beside the card. */
export interface LintKnowledge {
  readonly factors: LintFactors;
  /** Yearly mean intensity of a place by its name, g/kWh; undefined where it is none that is known. */
  readonly placeIntensity: (text: string) => number | undefined;
  /** Of the cleanest and the dirtiest place, g/kWh. */
  readonly world: Range;
  /** Board power of the accelerators that a text names, W, and how many it says. */
  readonly accelerators: (
    text: string,
  ) => { readonly name: string; readonly count: number; readonly tdpW: number } | undefined;
}

/** Between what the grams must lie by one kind of evidence, and what that is. */
export interface Bounds extends Range {
  readonly by: string;
}

const J_PER_KWH = 3.6e6;
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
  const [device] = named;
  if (hours === undefined || device === undefined) return undefined;
  const kwh = (device.count * device.tdpW * hours.value) / W_PER_KW;
  // Hours may be of all devices together.
  const least = (kwh / device.count) * factors.boardOfTdp.low * factors.systemOfBoard.low;
  const most = kwh * factors.boardOfTdp.high * factors.systemOfBoard.high * factors.pue.high;
  return {
    low: least * grid.low,
    high: most * grid.high,
    by: `${device.count} × ${device.name} for ${hours.said}${grid.where}`,
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

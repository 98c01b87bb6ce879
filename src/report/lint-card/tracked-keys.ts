import { DIMENSIONS } from '../../units/dimensions.ts';
import type { CardClaims } from './card-claims.ts';

/** What Sentence Transformers writes beside the keys that the Hub documents, where CodeCarbon measured a training: it stands or falls with that measurement. */
export const TRACKED_KEYS: readonly string[] = [
  'energy_consumed',
  'hours_used',
  'on_cloud',
  'cpu_model',
  'ram_total_size',
];

const { kWh } = DIMENSIONS.energy.units;

/** The energy, in kWh, and the hours that stand among the keys, as what the text says of them; their digits are not rounded as those of the text are. */
export function trackedClaims(
  map: Readonly<Record<string, unknown>>,
  lineOf: (key: string) => number,
): Pick<CardClaims, 'energyJ' | 'hours'> {
  const claim = (key: string, unit: string, factor: number): CardClaims['energyJ'] => {
    const value = map[key];
    if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) return [];
    return [
      { value: value * factor, said: `${Number(value.toPrecision(DIGITS))} ${unit}`, line: lineOf(key) },
    ];
  };
  return { energyJ: claim('energy_consumed', 'kWh', kWh), hours: claim('hours_used', 'hours', 1) };
}

const DIGITS = 6;

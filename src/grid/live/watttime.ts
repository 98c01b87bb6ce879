import { err, ok, type Result } from '../../result.ts';
import { DIMENSIONS } from '../../units/dimensions.ts';
import { type CheckedPoints, checkedPoints } from './checked-points.ts';
import { objectOf, objectsOf, textOf, timeOf } from './json-fields.ts';

/** What WattTime answered about a region. */
export interface WattTimeAnswer extends CheckedPoints {
  readonly updatedMs?: number;
}

/** Units of the signals that are emissions; a percentile (`signal-index`) or health damage is none. */
const TO_G_PER_KWH: Readonly<Record<string, number>> = {
  lbs_co2_per_mwh: DIMENSIONS.intensity.units['lb/MWh'],
};

/**
 * Reads an answer of WattTime v3 (`forecast` or `historical`): marginal emissions in lb CO2/MWh, as g/kWh (× 0.45359237).
 *
 * @returns the figures, or why they are not believed.
 */
export function readWattTime(
  body: unknown,
  region: string,
  kind: 'measured' | 'forecast',
  plausible: readonly [number, number],
): Result<WattTimeAnswer, string> {
  const answer = objectOf(body);
  const meta = objectOf(answer?.['meta']);
  const entries = objectsOf(answer?.['data']);
  if (meta === undefined || entries === undefined) return err('its answer has no `data` and `meta`');
  if (textOf(meta['region']) !== region) return err('its answer is of another region');
  const unit = textOf(meta['units']) ?? 'none';
  const factor = Object.hasOwn(TO_G_PER_KWH, unit) ? TO_G_PER_KWH[unit] : undefined;
  if (factor === undefined) return err('its figures have another unit than lbs_co2_per_mwh');
  const stepS = meta['data_point_period_seconds'];
  if (typeof stepS !== 'number' || !(stepS > 0 && stepS <= 86_400)) return err('its figures have no period');
  const raw = entries.map((entry) => {
    const fromMs = timeOf(entry['point_time']);
    const value = 'value' in entry ? entry['value'] : Number.NaN;
    return { fromMs, toMs: (fromMs ?? 0) + stepS * 1000, value, kind };
  });
  const checked = checkedPoints(raw, plausible, factor);
  if (!checked.ok) return checked;
  const updatedMs = timeOf(meta['generated_at']);
  return ok({ ...checked.value, ...(updatedMs === undefined ? {} : { updatedMs }) });
}

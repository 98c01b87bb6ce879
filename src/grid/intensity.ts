import type { Sourced } from '../units/sourced.ts';

/** Carbon intensity of electricity, g CO2e per kWh. */
export interface SourcedIntensity extends Sourced {
  readonly zone: string;
  readonly zoneName: string;
  /** ISO 3166 alpha-3 of the country that the zone is in, or of the zone itself. */
  readonly country?: string;
  /** Name of that country, where the zone is a part of it. */
  readonly countryName?: string;
  /** The place that was asked for, where the figure is of another that it lies in: `aws:eu-west-1`. */
  readonly place?: string;
  readonly basis: 'average' | 'marginal' | 'given';
  /** `mixed`: hours of a direct live source, and of the life-cycle table where it had none. */
  readonly boundary: 'direct' | 'life-cycle' | 'mixed' | 'given';
  /** Whether imports and exports are left out (production) or followed (consumption). */
  readonly accounting?: 'production' | 'consumption';
  /** How the zone was found: option, config, cloud, time-zone, unknown. */
  readonly zoneFrom: 'option' | 'config' | 'cloud' | 'time-zone' | 'unknown' | 'given';
}

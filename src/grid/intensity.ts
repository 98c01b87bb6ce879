import type { Sourced } from '../units/sourced.ts';

/** Carbon intensity of electricity, g CO2e per kWh. */
export interface SourcedIntensity extends Sourced {
  readonly zone: string;
  readonly zoneName: string;
  readonly basis: 'average' | 'marginal' | 'given';
  readonly boundary: 'direct' | 'life-cycle' | 'given';
  /** How the zone was found: option, config, cloud, time-zone, unknown. */
  readonly zoneFrom: 'option' | 'config' | 'cloud' | 'time-zone' | 'unknown' | 'given';
}

/** One yearly figure for the electricity of a place. */
export interface IntensityFigure {
  /** Row in `data/`, e.g. `grid.FRA.2024.ember`. */
  readonly id: string;
  /** g CO2e/kWh. */
  readonly gPerKwh: number;
  readonly year: number;
  readonly basis: 'average' | 'marginal';
  readonly boundary: 'direct' | 'life-cycle';
  readonly accounting: 'production' | 'consumption';
  readonly source: string;
  readonly licence: string;
  readonly url: string;
  /** The place that the figure is of, where that is not the place that has it: the state or the country of a cloud's region. */
  readonly of?: { readonly zone: string; readonly name: string };
  /** Relative sds of what is not known of the figure itself beside its age, e.g. that a state does not use what it makes. */
  readonly spread?: readonly [down: number, up: number];
  /** Why this figure and not another, where that is not plain. */
  readonly note?: string;
}

/** A place that electricity can be asked for: a country, a part of one, a zone of a grid, or where a cloud's region stands. */
export interface GridPlace {
  /** `FRA`, `US-CA`, `FR` or `US-CAL-CISO` (zone of Electricity Maps), `aws:eu-west-1`. */
  readonly id: string;
  readonly kind: 'country' | 'state' | 'zone' | 'cloud-region' | 'aggregate';
  readonly name: string;
  /** ISO 3166 alpha-3 of its country; empty for an aggregate. */
  readonly country: string;
  /** As Ember divides the world: Africa, Asia, Europe, North America, Oceania, South America. */
  readonly continent?: string;
  /** Where in the country a cloud's region stands. */
  readonly city?: string;
  readonly cloud?: { readonly provider: string; readonly region: string };
  /** The zone of Electricity Maps that a live source would be asked for. */
  readonly zone?: string;
  /** At least one; the default first. */
  readonly figures: readonly [IntensityFigure, ...IntensityFigure[]];
}

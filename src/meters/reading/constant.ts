/** A constant of `data/meters/` with where it comes from. */
export interface Constant {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly unit: string;
  readonly source: string;
  /** `judged`: nothing is published, the figure is ours; `definition`: it is so by the makers' word. */
  readonly kind?: 'judged' | 'definition';
  readonly year: number;
  readonly licence: string;
}

import { type ErrorSources, Z90 } from '../../units/estimate.ts';

/** Ways of reading the whole machine that `data/meters/whole.json` knows. */
export type WholeMethod =
  | 'plug:shelly'
  | 'plug:shelly-em'
  | 'plug:tasmota'
  | 'ipmi:dcmi'
  | 'hwmon:power_meter'
  | 'battery';

/** What is known of one way of reading. */
export interface MethodConstants {
  /** Relative error that 90 % of the machines keep. */
  readonly within: number;
  /** More is a fault, W. */
  readonly maxW: number;
}

/** `data/meters/whole.json`. */
export interface WholeConstants {
  readonly methods: Readonly<Record<WholeMethod, MethodConstants>>;
  /** Accuracies that firmware may state to be believed, 0 to 1. */
  readonly statedAccuracy: { readonly low: number; readonly high: number };
  /** Relative difference of a counter and an integral above which one of them is wrong. */
  readonly counterDisagreement: { readonly value: number };
  readonly alignment: { readonly correlation: number; readonly margin: number };
}

/** The error source of a meter that keeps `within` in 90 of 100 cases. */
export function errorsOf(source: string, within: number): ErrorSources {
  return { [source]: within / Z90 };
}

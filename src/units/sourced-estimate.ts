import { type Estimate, estimate } from './estimate.ts';
import type { Sourced } from './sourced.ts';

/** A sourced number as an estimate: its error sources, or its bounds where only these are given. */
export function fromSourced(s: Sourced): Estimate {
  const hasBounds = s.low !== null && s.high !== null && s.low !== s.high;
  if (s.value !== null && (!hasBounds || Object.keys(s.errors).length > 0))
    return estimate(s.value, s.errors);
  return {
    value: s.value,
    errors: {},
    ...(s.low === null ? {} : { low: s.low }),
    ...(s.high === null ? {} : { high: s.high }),
  };
}

import { unreachable } from '../../result.ts';
import { normalCdf, normalQuantile } from '../../stats/normal.ts';
import { incompleteBeta } from '../../stats/special-functions.ts';
import type { Prior } from './parameter.ts';

/** Where a value stands in its distribution, as a number that rises with it, and back. */
export interface Scale {
  readonly positionOf: (value: number) => number;
  readonly valueOf: (position: number) => number;
}

/** Spread evenly in itself. */
export const LINEAR: Scale = { positionOf: (value) => value, valueOf: (position) => position };
/** Spread evenly in its logarithm. */
export const LOG: Scale = { positionOf: Math.log, valueOf: Math.exp };

/** A scale by a prior: positions are probabilities; of the uniform ones what is spread evenly, the value itself or its logarithm. */
export function priorScale(prior: Prior): Scale {
  switch (prior.distribution) {
    case 'normal': {
      const { mu, sigma } = prior;
      return {
        positionOf: (value) => normalCdf((value - mu) / sigma),
        valueOf: (position) => mu + sigma * normalQuantile(position),
      };
    }
    case 'log-normal': {
      const { mu, sigma } = prior;
      return {
        positionOf: (value) => (value <= 0 ? 0 : normalCdf((Math.log(value) - mu) / sigma)),
        valueOf: (position) => Math.exp(mu + sigma * normalQuantile(position)),
      };
    }
    case 'beta': {
      const { a, b } = prior;
      return {
        positionOf: (value) => incompleteBeta(value, a, b),
        valueOf: (position) => betaQuantile(position, a, b),
      };
    }
    case 'log-uniform':
      return LOG;
    case 'uniform':
      return LINEAR;
    default:
      return unreachable(prior);
  }
}

/** Doubles between 0 and 1 are told apart after so many halvings, those near 0 apart. */
const HALVINGS = 80;

/** Quantile of the beta distribution by halving: its density may be infinite at both ends, where Newton's method is lost. */
function betaQuantile(position: number, a: number, b: number): number {
  if (!(position > 0)) return 0;
  if (position >= 1) return 1;
  let [low, high] = [0, 1];
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (incompleteBeta(middle, a, b) < position) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

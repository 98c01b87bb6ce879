import type { Channel, Target } from '../source.ts';
import type { PowermetricsSample } from './powermetrics-text.ts';

/** One part of a Mac's chip that `powermetrics` tells of. */
export interface PowermetricsPart {
  readonly target: Target;
  readonly label: string;
  /** Its mean power over a sample, W; NaN where that does not tell. */
  readonly watts: (sample: PowermetricsSample) => number;
}

/**
 * What is counted of a Mac: on Apple silicon its CPU with the neural engine (which not all tell of, and for which there is no other component)
 * and its GPU, together the combined power; on Intel the package, with its graphics in it.
 */
export function powermetricsParts(chip: 'apple' | 'intel', gpu: number): readonly PowermetricsPart[] {
  if (chip === 'intel') {
    return [
      { target: 'cpu', label: 'package (CPUs, graphics, system agent)', watts: ({ packageW }) => packageW },
    ];
  }
  return [
    { target: 'cpu', label: 'CPU and ANE', watts: ({ cpuW, aneW }) => cpuW + (aneW || 0) },
    { target: `gpu:${gpu}`, label: 'GPU', watts: ({ gpuW }) => gpuW },
  ];
}

/** The channel of a part. */
export function powermetricsChannel(
  part: PowermetricsPart,
  hostId: string,
  sd: number,
  maxW: number,
): Channel {
  return {
    target: part.target,
    method: 'powermetrics',
    label: part.label,
    grade: 'A',
    errors: { [`powermetrics:${hostId}`]: sd },
    maxW,
  };
}

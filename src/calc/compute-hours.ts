import type { Accelerator } from '../hardware/hardware-rows.ts';
import { problem, type Problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import { ratio, scale } from '../units/arithmetic.ts';
import type { ComputePart } from './calc-request.ts';
import type { CalcDefaults } from './calc-tables.ts';
import { computed, type Figure, figureOf, givenFigure, product, rangedFigure } from './figure.ts';

/** Operations of one token in training, for each parameter: 2 forward and 4 backward (Kaplan et al. 2020, arXiv 2001.08361, §2.1). */
const FLOPS_PER_PARAMETER_AND_TOKEN = 6;

/** Operations of a training: 6 × parameters × tokens. */
export function trainingFlops(parameters: number, tokens: number): number {
  return FLOPS_PER_PARAMETER_AND_TOKEN * parameters * tokens;
}

/** Why a result by this route must not rank architectures. Henderson et al. 2020, §5.1. */
export const FLOPS_WARNING =
  'time was worked out from FLOPs: good for one kind of architecture, but never compare architectures by it (over image models FLOPs explain 8 % of the variance of energy: Henderson et al. 2020, §5.1)';

/**
 * Accelerator-hours = FLOPs / achieved FLOP/s of one accelerator. What was achieved is given, or peak × MFU, where MFU may be the prior.
 */
export function computeHours(
  compute: ComputePart,
  accelerator: Accelerator | undefined,
  defaults: CalcDefaults,
): Result<Figure> {
  const achieved = achievedOf(compute, accelerator, defaults);
  if (!achieved.ok) return achieved;
  const flops = givenFigure(
    'compute.flops',
    'floating-point operations of the training',
    compute.totalFlops,
    'FLOP',
    compute.from,
  );
  return ok(
    computed(
      scale(ratio(flops.estimate, achieved.value.estimate), 1 / 3600),
      {
        id: 'hours.accelerator',
        label: 'accelerator-hours',
        unit: 'h',
        formula: 'FLOPs / achieved FLOP/s / 3600',
        note: FLOPS_WARNING,
      },
      [flops, achieved.value],
    ),
  );
}

function achievedOf(
  compute: ComputePart,
  accelerator: Accelerator | undefined,
  defaults: CalcDefaults,
): Result<Figure> {
  if (compute.achievedFlops !== undefined)
    return ok(
      givenFigure('compute.achieved', 'achieved FLOP/s of one accelerator', compute.achievedFlops, 'FLOP/s'),
    );
  const peak = peakOf(compute, accelerator, defaults);
  if (peak === undefined) return err(noPeak(accelerator));
  return ok(
    product(
      {
        id: 'compute.achieved',
        label: 'achieved FLOP/s of one accelerator',
        unit: 'FLOP/s',
        formula: 'peak × MFU',
      },
      [peak, mfuOf(compute, defaults)],
    ),
  );
}

function mfuOf(compute: ComputePart, { mfu }: CalcDefaults): Figure {
  if (compute.mfu !== undefined)
    return givenFigure('compute.mfu', 'model FLOPs utilisation', compute.mfu, '1');
  return rangedFigure(
    mfu,
    'model FLOPs utilisation',
    'the utilisation of published large trainings; give `--mfu` or `--achieved`',
  );
}

function peakOf(
  compute: ComputePart,
  accelerator: Accelerator | undefined,
  { trainingFormats }: CalcDefaults,
): Figure | undefined {
  if (compute.peakFlops !== undefined)
    return givenFigure('compute.peak', 'peak FLOP/s of one accelerator', compute.peakFlops, 'FLOP/s');
  const format = trainingFormats.find((name) => accelerator?.peakFlops?.[name] !== undefined);
  const value = format === undefined ? undefined : accelerator?.peakFlops?.[format];
  if (accelerator === undefined || value === undefined) return undefined;
  const { source, year, licence, url } = accelerator.from;
  return figureOf(
    { value, errors: {} },
    {
      id: `accelerator.${accelerator.key}.peak.${format}`,
      label: `peak FLOP/s of ${accelerator.name} in ${format}, dense`,
      unit: 'FLOP/s',
      source,
      year,
      licence,
      ...(url === undefined ? {} : { url }),
    },
  );
}

function noPeak(accelerator: Accelerator | undefined): Problem {
  const what =
    accelerator === undefined
      ? 'achieved FLOP/s are missing'
      : `no peak FLOP/s are published for ${accelerator.name}`;
  return problem(
    'E_USAGE',
    what,
    'Time is FLOPs over what one accelerator really does in a second.',
    'Give `--achieved 150e12`, or `--gpu` and `--mfu 0.4`.',
  );
}

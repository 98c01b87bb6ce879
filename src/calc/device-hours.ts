import type { CalcRequest } from './calc-request.ts';
import { computed, type Figure, figureOf, givenFigure, product } from './figure.ts';
import { exact } from '../units/estimate.ts';

/**
 * Hours on the clock and hours summed over accelerators are different things: `gpu hours` of a model card are summed already, and
 * multiplying them by the number of GPUs counts it twice. So each is a figure of its own here.
 */
export interface DeviceHours {
  /** Hours of all accelerators of the line together. */
  readonly devices: Figure;
  /** Hours on the clock, where they are known. */
  readonly clock: Figure | undefined;
  readonly notes: readonly string[];
}

/** How far `accelerator hours` may lie from count × hours and still be the same thing rounded. */
const SAME_WITHIN = 0.03;

/**
 * Hours of `count` accelerators out of `all` in the request; undefined where neither hours nor accelerator-hours are known.
 *
 * @param lineHours hours on the clock of this line alone, where it has its own
 */
export function deviceHours(
  request: Pick<CalcRequest, 'hours' | 'acceleratorHours'>,
  count: number,
  all: number,
  options: {
    readonly countGiven: boolean;
    readonly lineHours?: number;
    readonly computed?: Figure;
  },
): DeviceHours | undefined {
  const { countGiven, lineHours } = options;
  const summed = lineHours === undefined ? summedHours(request, options.computed) : undefined;
  const hours = lineHours ?? request.hours;
  if (summed !== undefined) {
    const devices =
      count === all
        ? summed
        : product(shareFacts(count, all), [
            summed,
            givenFigure('accelerators.share', 'part of the accelerators', count / all, '1'),
          ]);
    return {
      devices,
      clock: hours === undefined ? clockOf(summed, all, countGiven) : clockGiven(hours),
      notes: options.computed === undefined ? hoursNotes(summed, hours, all, countGiven) : [],
    };
  }
  if (hours === undefined) return undefined;
  const clock = clockGiven(hours);
  const number = countGiven
    ? givenFigure('accelerators', 'number of accelerators', count, '1')
    : figureOf(exact(count), {
        id: 'accelerators',
        label: 'number of accelerators',
        unit: '1',
        source: 'assumed',
        assumed: 'one accelerator; say how many with the count',
      });
  return {
    devices:
      count === 1
        ? clock
        : product(
            {
              id: 'hours.accelerator',
              label: 'accelerator-hours',
              unit: 'h',
              formula: 'accelerators × hours',
            },
            [number, clock],
          ),
    clock,
    notes: [],
  };
}

function summedHours(
  request: Pick<CalcRequest, 'acceleratorHours'>,
  fromCompute: Figure | undefined,
): Figure | undefined {
  if (request.acceleratorHours !== undefined)
    return givenFigure('hours.accelerator', 'accelerator-hours', request.acceleratorHours, 'h');
  return fromCompute;
}

function clockGiven(hours: number): Figure {
  return givenFigure('hours', 'hours on the clock', hours, 'h');
}

function clockOf(summed: Figure, all: number, countGiven: boolean): Figure | undefined {
  if (!countGiven) return undefined;
  const { value, errors } = summed.estimate;
  return computed(
    { value: value === null ? null : value / all, errors },
    { id: 'hours', label: 'hours on the clock', unit: 'h', formula: 'accelerator-hours / accelerators' },
    [summed],
  );
}

function shareFacts(count: number, all: number): Parameters<typeof product>[0] {
  return {
    id: 'hours.accelerator.part',
    label: `accelerator-hours of ${count} of ${all} accelerators`,
    unit: 'h',
    formula: 'accelerator-hours × part of the accelerators',
  };
}

function hoursNotes(
  summed: Figure,
  hours: number | undefined,
  all: number,
  countGiven: boolean,
): readonly string[] {
  const given = summed.estimate.value ?? 0;
  if (!countGiven || all === 1) return [];
  if (hours === undefined)
    return [
      `accelerator-hours are summed over the accelerators already, so they are not multiplied by the count of ${all}`,
    ];
  const product = hours * all;
  if (Math.abs(product / given - 1) <= SAME_WITHIN) return [];
  return [
    `${all} accelerators × ${hours} h = ${round(product)} accelerator-hours, but ${round(given)} are given: the given ones are used`,
  ];
}

function round(value: number): string {
  return String(Number(value.toPrecision(6)));
}

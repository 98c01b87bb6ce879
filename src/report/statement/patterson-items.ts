import { namedPlace } from '../../grid/named-place.ts';
import { powerWithBand } from '../../units/format.ts';
import { ratio } from '../../units/arithmetic.ts';
import { exact, fromWritten } from '../../units/estimate.ts';
import type { Facts } from './facts.ts';
import { type Found, type Item, itemOf } from './item.ts';
import { answerPeriod, answerProcessors, answerPue } from './item-answers.ts';
import { placeNames } from './places.ts';
import {
  kindText,
  runsText,
  saidCarbon,
  saidEnergy,
  saidHours,
  saidNumber,
  saidOperational,
  saidPart,
  saidTime,
} from './said.ts';

/** What Patterson et al. ask for (arXiv 2104.10350, 2021). The numbers are ours. */
export function pattersonItems(facts: Facts): readonly Item[] {
  const { totals, context, runs } = facts;
  const answers: readonly (readonly [asks: string, found: Found])[] = [
    ['energy, measured rather than taken from a TDP', answerMeasured(facts)],
    ['gross emissions: by the grid of the place', answerGross(facts)],
    ['net emissions: after carbon-free energy bought for the same hours and grid', answerNet(facts)],
    ['number and kind of processors', answerProcessors(facts)],
    [
      'hours to train',
      {
        says: `${saidTime(totals.durationS)} on the clock${totals.gpuS > 0 ? `, ${saidHours(totals.gpuS)} of accelerators` : ''}`,
      },
    ],
    ['mean power of the system for each processor', answerPower(facts)],
    ['PUE when it ran', answerPue(facts)],
    ['carbon intensity when it ran, monthly or finer', answerFine(facts)],
    ['place of the data centre, and when', answerPlace(facts)],
    ['floating-point operations', answerFlops(facts)],
    ['part of the energy that is carbon-free', answerCarbonFree(facts)],
    [
      'whether it was estimated afterwards',
      {
        says: whenEstimated(runs),
      },
    ],
  ];
  return answers.map(([asks, found], i) => itemOf('patterson', i + 1, asks, found, context.waived));
}

function whenEstimated(runs: Facts['runs']): string {
  const count = runs.filter(({ kind }) => kind === 'imported').length;
  if (count === 0) return 'no: every run was measured or modelled while it lasted';
  const taken = `${runsText(count)} imported from other tools (grade D)`;
  return count === runs.length
    ? `${taken}, as these recorded it`
    : `${taken}, the other ${runsText(runs.length - count)} while they lasted`;
}

function answerMeasured({ totals }: Facts): Found {
  const { measuredFraction, energy, grade } = totals;
  if (energy.wall.total.value === null)
    return {
      why: 'The energy is known by bounds only.',
      fix: 'See `joulebook doctor` for what can be measured here.',
    };
  if (measuredFraction === 0 && grade !== 'A')
    return {
      why: `No counter and no meter saw any of it: it is modelled, assumed or another tool’s (grade ${grade}).`,
      fix: 'See `joulebook doctor` for what can be measured here.',
    };
  const part = measuredFraction === null ? 'an unknown part' : saidPart(measuredFraction);
  return {
    says: `${saidEnergy(energy.wall)} at the wall, grade ${grade}; counters saw ${part} of the chips’ energy`,
  };
}

function answerGross({ totals }: Facts): Found {
  if (!totals.operational.some(({ total }) => total.value !== null))
    return {
      why: 'The carbon is known by bounds only, or not at all.',
      fix: 'Name the place: `joulebook run --region FR`.',
    };
  return { says: `${saidOperational(totals)}, location-based` };
}

function answerNet({ totals }: Facts): Found {
  if (totals.market === undefined)
    return {
      why: 'Nobody has said what electricity was bought.',
      fix: 'Give its intensity when measuring: `--market-intensity 30`; 0 only for carbon-free energy of the same grid and hours.',
    };
  return { says: `${saidCarbon(totals.market)}, market-based` };
}

function answerPower({ totals, runs }: Facts): Found {
  const wall = totals.energy.wall.total;
  if (wall.value === null || totals.durationS === 0)
    return {
      why: 'The energy is known by bounds only.',
      fix: 'See `joulebook doctor` for what can be measured here.',
    };
  const per = (seconds: number): string => powerWithBand(ratio(fromWritten(wall), exact(seconds)));
  const machine = per(totals.durationS);
  const isAllGpu =
    totals.gpuS > 0 &&
    runs.every(({ energy }) => Object.keys(energy.components).some((name) => name.startsWith('gpu')));
  return {
    says: isAllGpu
      ? `${per(totals.gpuS)} for each accelerator, ${machine} for each run, at the wall`
      : `${machine} for each run, at the wall`,
  };
}

/** A yearly mean is what it is; only hours, months or one's own figure are of the time of the run. What another tool took may be a yearly mean, too. */
function answerFine({ places, runs }: Facts): Found {
  const isFine = ({ carbon, kind }: Facts['runs'][number]): boolean =>
    carbon.hourly !== undefined || (carbon.intensity?.basis === 'given' && kind !== 'imported');
  const fine = runs.filter(isFine);
  if (fine.length === runs.length)
    return {
      says: places
        .map(
          (place) =>
            `${saidNumber(place.value ?? Number.NaN)} g/kWh, ${kindText(place)}, ${place.live ?? place.source}`,
        )
        .join('; '),
    };
  const imported = runs.filter((run) => run.kind === 'imported' && !isFine(run)).length;
  if (imported > 0)
    return {
      why: `Of ${runsText(imported)} another tool recorded the intensity, and not of what time it is.`,
      fix: 'Measure with `--online` or `grid-source`, or give `--intensity`.',
    };
  return {
    why: `${runsText(runs.length - fine.length)} counted by a yearly mean; its interval holds the spread of windows of the run’s length.`,
    fix: 'Measure with `--online` or `grid-source`, or give `--intensity`.',
  };
}

function answerPlace({ places, context, runs }: Facts): Found {
  const period = answerPeriod(runs);
  const when = 'says' in period ? period.says : '';
  if (context.location !== undefined) return { says: `${context.location}, ${when}` };
  const known = places.filter((place) => namedPlace(place) !== undefined && place.zoneFrom !== 'time-zone');
  if (known.length === 0 || known.length < places.length)
    return {
      why: 'The place of a run is not known, or guessed from its time zone.',
      fix: 'Name it when measuring (`--region`), or give `location: …` in the file of `--context`.',
    };
  return { says: `${placeNames(known).join(', ')}; ${when}` };
}

function answerFlops({ context }: Facts): Found {
  if (context.flops === undefined)
    return {
      why: 'No meter counts them.',
      fix: 'Give `flops: 3.1e21` in the file of `--context`; across kinds of models they say little about energy.',
    };
  const { value, how } = context.flops;
  return { says: `${saidNumber(value)}${how === undefined ? '' : ` (${how})`}` };
}

function answerCarbonFree({ context }: Facts): Found {
  if (context.carbonFree === undefined)
    return {
      why: 'It is the business of who bought the electricity.',
      fix: 'Give `carbon-free: { percent: 92, source: … }` in the file of `--context`.',
    };
  const { fraction, source } = context.carbonFree;
  return { says: `${saidNumber(fraction * 100)} % (${source})` };
}

import type { CalcRequest, MethodName, Scope } from '../calc-request.ts';
import { EMPTY_REQUEST } from '../check-request.ts';
import { trainingFlops } from '../compute-hours.ts';
import type { CalcKnowledge } from '../knowledge.ts';
import { LEAST_G_PER_KWH } from '../unlikely-intensity.ts';
import { numberOf, type RowReading, textOf } from './row-reading.ts';
import { acceleratorHoursNotes, acceleratorHoursOf } from './row-accelerator-hours.ts';
import { multiplyingQueries, rowRuns } from './row-carbon.ts';
import { rowEnergy } from './row-energy.ts';
import { rowHardware } from './row-hardware.ts';
import { rowHours } from './row-hours.ts';
import { rowPlace } from './row-place.ts';

/** The request that a row makes, with what must be said of how it was read. */
export function rowRequest(
  reading: RowReading,
  options: { readonly method: MethodName; readonly scope: Scope },
  knowledge: CalcKnowledge,
): { readonly request: CalcRequest; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const { hours, notes: hourNotes } = rowHours(reading);
  const energy = rowEnergy(reading);
  const place = rowPlace(reading, knowledge);
  const hardware = rowHardware(reading, knowledge);
  notes.push(
    ...hourNotes,
    ...acceleratorHoursNotes(reading),
    ...energy.notes,
    ...hardware.notes,
    ...place.notes,
  );
  const { accelerators, cpu, memory, totalPowerW } = hardware;
  notes.push(...queryNotes(reading));
  const compute = computeOf(reading, notes);
  const coreHours = numberOf(reading, 'coreHours');
  const provider = textOf(reading, 'provider');
  const scope = scopeOf(textOf(reading, 'scope')) ?? options.scope;
  // Named hardware says more than the instance that it is in.
  const named = textOf(reading, 'hardware');
  const isInstance =
    named !== undefined &&
    knowledge.accelerator(named).kind === 'unknown' &&
    knowledge.instance(named).kind === 'found';
  const instance = isInstance
    ? named
    : reading.entries.has('hardware')
      ? undefined
      : textOf(reading, 'instance');
  if (reading.entries.has('instance') && instance === undefined)
    notes.push('the hardware is named, so the instance is not looked up');
  const request: CalcRequest = {
    ...EMPTY_REQUEST,
    method: options.method,
    scope,
    pueOfPlace: false,
    accelerators: instance === undefined ? accelerators : [],
    ...(instance === undefined
      ? {}
      : {
          instance: { text: instance, count: numberOf(reading, 'count') ?? numberOf(reading, 'nodes') ?? 1 },
        }),
    runs: rowRuns(reading),
    ...defined('cpu', coreHours === undefined || hours !== undefined ? cpu : { ...cpu, cores: 1 }),
    ...defined('memory', memory),
    ...defined('totalPowerW', totalPowerW),
    ...defined('energy', energy.energy),
    ...defined('hours', hours ?? coreHours),
    ...defined('acceleratorHours', acceleratorHoursOf(reading)),
    ...defined(
      'utilisation',
      compute?.mfu !== undefined && !reading.entries.has('mfu')
        ? undefined
        : numberOf(reading, 'utilisation'),
    ),
    ...defined('pue', numberOf(reading, 'pue')),
    ...defined('intensity', intensityOf(reading, notes)),
    ...defined('netIntensityGPerKwh', gramsOf(reading, 'intensityNet', notes)),
    ...defined('region', place.region),
    ...defined('provider', provider === undefined ? undefined : knowledge.providerKey(provider)),
    ...defined('year', numberOf(reading, 'year')),
    ...defined('compute', compute),
  };
  return { request, notes };
}

/** Energy that is not said to be of one query, beside a number of them. */
function queryNotes(reading: RowReading): readonly string[] {
  const queries = multiplyingQueries(reading);
  return queries?.value === undefined || queries.value === 1
    ? []
    : [`multiplied by ${queries.key}: what is given is taken as that of one`];
}

function defined<K extends keyof CalcRequest>(
  key: K,
  value: CalcRequest[K] | undefined,
): Partial<CalcRequest> {
  return value === undefined ? {} : { [key]: value };
}

function scopeOf(text: string | undefined): Scope | undefined {
  const plain = text?.toLowerCase();
  return (['gpu', 'chips', 'wall', 'facility'] as const).find((scope) => scope === plain);
}

function intensityOf(reading: RowReading, notes: string[]): CalcRequest['intensity'] {
  const entries = reading.entries.get('intensity') ?? [];
  const [first] = entries;
  if (first?.value !== undefined) {
    if (entries.length > 1) notes.push(`of several intensities ${first.key} is used`);
    return { gPerKwh: gramsOf(reading, 'intensity', notes) ?? first.value, said: 'given' };
  }
  const file = gramsOf(reading, 'intensityFile', notes);
  if (file !== undefined) return { gPerKwh: file, said: 'before its source rounded it' };
  const marginal = gramsOf(reading, 'intensityMarginal', notes);
  if (marginal === undefined) return undefined;
  notes.push('the intensity is marginal: it is not comparable with averages');
  return { gPerKwh: marginal, said: 'marginal' };
}

/** An intensity in g/kWh, whether its unit is said or guessed. */
function gramsOf(
  reading: RowReading,
  slot: 'intensity' | 'intensityNet' | 'intensityFile' | 'intensityMarginal',
  notes: string[],
): number | undefined {
  const entry = (reading.entries.get(slot) ?? []).find(({ value }) => value !== undefined);
  if (entry?.value === undefined || entry.hasUnit) return entry?.value;
  const isKg = entry.value <= LEAST_G_PER_KWH;
  notes.push(`${entry.key} of ${entry.value} has no unit and is taken as ${isKg ? 'kg' : 'g'}/kWh`);
  return isKg ? entry.value * 1000 : entry.value;
}

/**
 * The way from arithmetic to time. Beside a peak, a utilisation is that of the arithmetic; a peak alone is taken as achieved, as Henderson
 * et al. 2020 do in their rough estimate (PFLOPs-hours × TDP / peak PFLOPS).
 */
function computeOf(reading: RowReading, notes: string[]): CalcRequest['compute'] {
  const given = numberOf(reading, 'totalFlops');
  const parameters = numberOf(reading, 'activeParameters') ?? numberOf(reading, 'parameters');
  const dataset = numberOf(reading, 'datasetTokens');
  const tokens =
    numberOf(reading, 'tokens') ??
    (dataset === undefined ? undefined : dataset * (numberOf(reading, 'epochs') ?? 1));
  const totalFlops =
    given ??
    (parameters === undefined || tokens === undefined ? undefined : trainingFlops(parameters, tokens));
  if (totalFlops === undefined) return undefined;
  const from = given === undefined ? `6 × ${parameters} parameters × ${tokens} tokens` : 'given';
  const achieved = numberOf(reading, 'achievedFlops');
  const peak = numberOf(reading, 'peakFlops');
  const isByPeak = achieved === undefined && peak !== undefined;
  const mfu = numberOf(reading, 'mfu') ?? (isByPeak ? (numberOf(reading, 'utilisation') ?? 1) : undefined);
  if (isByPeak && !reading.entries.has('mfu'))
    notes.push(
      reading.entries.has('utilisation')
        ? 'the utilisation is taken as that of the peak FLOP/s'
        : 'the peak FLOP/s are taken as achieved',
    );
  return {
    totalFlops,
    from,
    ...(achieved === undefined ? {} : { achievedFlops: achieved }),
    ...(peak === undefined ? {} : { peakFlops: peak }),
    ...(mfu === undefined ? {} : { mfu }),
  };
}

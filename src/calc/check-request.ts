import { type Problem, problem } from '../errors.ts';
import type { CalcRequest } from './calc-request.ts';

/** The request before anything is said. */
export const EMPTY_REQUEST: CalcRequest = {
  method: 'joulebook',
  scope: 'facility',
  accelerators: [],
  runs: 1,
  pueOfPlace: true,
  embodied: false,
};

/** The first thing that cannot be true of any job, in three parts; undefined where all may be. */
export function checkRequest(request: CalcRequest): Problem | undefined {
  for (const { value, label, unit, why, most = MOST } of timesAndPowers(request)) {
    if (value === undefined) continue;
    if (value > most) return tooMuch(`${label} of ${value}${unit}`);
    if (!Number.isFinite(value) || value <= 0)
      return problem(
        'E_USAGE',
        `${label} of ${value}${unit}: more than zero is asked for`,
        why,
        `Give ${label} above zero.`,
      );
  }
  if (request.pue !== undefined && !(request.pue >= 1 && request.pue <= 10))
    return problem(
      'E_USAGE',
      `a PUE of ${request.pue}: 1 to 10 is asked for`,
      'PUE is the energy of the whole facility over that of its machines, so it is never below 1.',
      'Write e.g. `1.2`; a machine at home has 1.',
    );
  for (const [value, label] of parts(request)) {
    if (value === undefined || (value >= 0 && value <= 1)) continue;
    const percent = value >= 2 && value <= 100 ? ` For per cent write \`${value}%\`.` : '';
    return problem(
      'E_USAGE',
      `${label} of ${value}: 0 to 1 is asked for`,
      'It is the part of what the hardware could do.',
      `Write e.g. \`0.7\` or \`70%\`.${percent}`,
    );
  }
  const large = counts(request).find(([value]) => value !== undefined && value > MOST_COUNTED);
  if (large !== undefined) return tooMuch(`${large[1]} of ${large[0]}`);
  const count = counts(request).find(
    ([value]) => value !== undefined && !(Number.isFinite(value) && value > 0),
  );
  if (count !== undefined)
    return problem(
      'E_USAGE',
      `${count[1]} of ${count[0]}: more than zero is asked for`,
      'Nothing would be counted.',
      'Write e.g. `8`.',
    );
  if (
    request.intensity !== undefined &&
    !(request.intensity.gPerKwh >= 0 && Number.isFinite(request.intensity.gPerKwh))
  )
    return problem(
      'E_USAGE',
      `a carbon intensity of ${request.intensity.gPerKwh} g/kWh: zero or more is asked for`,
      'Electricity that takes carbon out of the air is not known.',
      'Write e.g. `56 g/kWh`.',
    );
  return undefined;
}

/** More than any job on earth has, in hours, W, GB or kWh; of things; of operations. */
const MOST = 1e15;
const MOST_COUNTED = 1e12;
const MOST_FLOPS = 1e40;

function tooMuch(what: string): Problem {
  return problem('E_USAGE', `${what} is not believable`, 'No job on earth has so much.', 'Look at its unit.');
}

interface Positive {
  readonly most?: number;
  readonly value: number | undefined;
  readonly label: string;
  readonly unit: string;
  readonly why: string;
}

function timesAndPowers(request: CalcRequest): readonly Positive[] {
  const time = 'A job takes time; a time below zero is none.';
  const power = 'Hardware that works draws power.';
  const work = 'A training does some arithmetic.';
  const hours = (value: number | undefined, label: string): Positive => ({
    value,
    label,
    unit: ' h',
    why: time,
  });
  const watts = (value: number | undefined, label: string): Positive => ({
    value,
    label,
    unit: ' W',
    why: power,
  });
  return [
    hours(request.hours, 'a duration'),
    hours(request.acceleratorHours, 'accelerator-hours'),
    ...request.accelerators.map((line) => hours(line.hours, 'a duration')),
    ...request.accelerators.map((line) => watts(line.power?.watts, 'a power')),
    watts(request.totalPowerW, 'a power'),
    watts(request.cpu?.coreTdpW, 'a power of a core'),
    watts(request.cpu?.tdpW, 'a TDP'),
    watts(request.cpu?.meanPowerW, 'a power of the CPUs'),
    { value: request.memory?.gigabytes, label: 'memory', unit: ' GB', why: 'A machine has memory.' },
    { value: request.energy?.kwh, label: 'an energy', unit: ' kWh', why: 'A job that ran used energy.' },
    { value: request.compute?.totalFlops, label: 'a number of FLOPs', unit: '', why: work, most: MOST_FLOPS },
    {
      value: request.compute?.achievedFlops,
      label: 'achieved FLOP/s',
      unit: '',
      why: work,
      most: MOST_FLOPS,
    },
    { value: request.compute?.peakFlops, label: 'peak FLOP/s', unit: '', why: work, most: MOST_FLOPS },
    { value: request.compute?.mfu, label: 'an MFU', unit: '', why: work },
  ];
}

function parts(request: CalcRequest): readonly (readonly [number | undefined, string])[] {
  return [
    [request.utilisation, 'a utilisation'],
    [request.cpu?.usage, 'a usage of the CPU'],
    [request.compute?.mfu, 'an MFU'],
  ];
}

function counts(request: CalcRequest): readonly (readonly [number | undefined, string])[] {
  return [
    ...request.accelerators.map(({ count }) => [count, 'a number of accelerators'] as const),
    [request.runs, 'a number of runs'],
    [request.cpu?.sockets, 'a number of sockets'],
    [request.cpu?.cores, 'a number of cores'],
    [request.instance?.count, 'a number of instances'],
  ];
}

import { problem } from '../../errors.ts';
import type { CalcRequest, ComputePart, CpuPart } from '../../calc/calc-request.ts';
import { EMPTY_REQUEST } from '../../calc/check-request.ts';
import { trainingFlops } from '../../calc/compute-hours.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CALC } from '../spec/calc-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { readLines } from './read-lines.ts';
import { readHours, readLarge, readLargeHours, readPart, readPower } from './read-quantities.ts';

type Input = InputOf<typeof CALC>;
type Options = Input['options'];

/** What the options of `joulebook calc` ask for. */
export function readRequest(input: Input, currency: string): Result<CalcRequest> {
  const { options } = input;
  const hours = hoursOf(options);
  if (!hours.ok) return hours;
  const read = readAll(options);
  if (!read.ok) return read;
  const { power, totalPower, acceleratorHours, utilisation, cpuUtilisation, ram } = read.value;
  const hasLines = options.gpu.length + options.tpu.length > 0;
  const lines = readLines({
    gpu: options.gpu,
    tpu: options.tpu,
    count: options.instance === undefined ? options.count : undefined,
    powerW: power,
  });
  if (!lines.ok) return lines;
  const compute = computeOf(options);
  if (!compute.ok) return compute;
  const storage = storageOf(options.storage);
  if (!storage.ok) return storage;
  const year = yearOf(options.start);
  if (!year.ok) return year;
  // A number of accelerators, or accelerator-hours, with a power but without a name: an accelerator of that power.
  const nameless =
    !hasLines &&
    options.instance === undefined &&
    power !== undefined &&
    (options.count !== undefined || acceleratorHours !== undefined);
  const accelerators = nameless
    ? [
        {
          text: '',
          power: { watts: power, kind: 'stated' as const },
          ...(options.count === undefined ? {} : { count: options.count }),
        },
      ]
    : lines.value;
  const total = totalPower ?? (hasLines || nameless ? undefined : power);
  return ok({
    ...EMPTY_REQUEST,
    method: options.method,
    scope: options.scope,
    accelerators,
    embodied: true,
    runs: options.runs ?? 1,
    ...defined(
      'instance',
      options.instance === undefined ? undefined : { text: options.instance, count: options.count ?? 1 },
    ),
    ...defined('cpu', cpuOf(options, cpuUtilisation)),
    ...defined('memory', ram === undefined ? undefined : { gigabytes: ram }),
    ...defined('storage', storage.value),
    ...defined('totalPowerW', total),
    ...defined(
      'energy',
      options.energy === undefined
        ? undefined
        : { kwh: options.energy / 3.6e6, layer: 'it' as const, said: 'given' },
    ),
    ...defined('hours', hours.value),
    ...defined('acceleratorHours', acceleratorHours),
    ...defined('compute', compute.value),
    ...defined('utilisation', utilisation),
    ...defined('pue', options.pue),
    ...place(input),
    ...defined('netIntensityGPerKwh', options.marketIntensity),
    ...defined('provider', options.provider),
    ...defined('year', year.value),
    ...defined('price', options.price === undefined ? undefined : { perKwh: options.price, currency }),
    ...defined('wue', options.wue),
  });
}

function defined<K extends keyof CalcRequest>(
  key: K,
  value: CalcRequest[K] | undefined,
): Partial<CalcRequest> {
  return value === undefined ? {} : { [key]: value };
}

/** What is said on the command line beats what is in a file, also where the file says it in the other way. */
function place({ options, origins }: Input): Partial<CalcRequest> {
  const { region, intensity } = options;
  const regionAsked = region !== undefined && origins['region'] === 'option';
  const given =
    intensity === undefined || (regionAsked && origins['intensity'] !== 'option') ? undefined : intensity;
  return {
    ...(region === undefined ? {} : { region }),
    ...(given === undefined
      ? {}
      : {
          intensity: {
            gPerKwh: given,
            said: origins['intensity'] === 'option' ? 'given' : 'from your settings',
          },
        }),
  };
}

interface Read {
  readonly power?: number;
  readonly totalPower?: number;
  readonly acceleratorHours?: number;
  readonly utilisation?: number;
  readonly cpuUtilisation?: number;
  readonly ram?: number;
}

/** The options whose text has a form of its own; the first that is not understood ends it. */
function readAll(options: Options): Result<Read> {
  const readers: readonly (readonly [keyof Read, string | undefined, (text: string) => Result<number>])[] = [
    ['power', options.power, (text) => readPower(text, '--power')],
    ['totalPower', options.totalPower, (text) => readPower(text, '--total-power')],
    ['acceleratorHours', options.acceleratorHours, (text) => readLargeHours(text, '--accelerator-hours')],
    ['utilisation', options.utilisation ?? options.utilization, (text) => readPart(text, '--utilisation')],
    ['cpuUtilisation', options.cpuUtilisation, (text) => readPart(text, '--cpu-utilisation')],
    ['ram', options.ram, (text) => readLarge(text, 'gigabytes', '--ram')],
  ];
  const read: Partial<Record<keyof Read, number>> = {};
  for (const [key, text, reader] of readers) {
    if (text === undefined) continue;
    const value = reader(text);
    if (!value.ok) return value;
    read[key] = value.value;
  }
  return ok(read);
}

function hoursOf({ hours, days }: Options): Result<number | undefined> {
  const read = hours === undefined ? undefined : readHours(hours, '--hours');
  if (read !== undefined && !read.ok) return read;
  if (days === undefined) return ok(read?.value);
  const number = readHours(days, '--days');
  if (!number.ok) return number;
  // A bare number behind --days is days; a text with a unit is what it says.
  const more = Number.isNaN(Number(days)) ? number.value : number.value * 24;
  return ok(more + (read?.value ?? 0));
}

function cpuOf({ cpu, sockets, cores }: Options, usage: number | undefined): CpuPart | undefined {
  if (cpu === undefined && sockets === undefined && cores === undefined) return undefined;
  return {
    ...(cpu === undefined ? {} : { text: cpu }),
    ...(sockets === undefined ? {} : { sockets }),
    ...(cores === undefined ? {} : { cores }),
    ...(usage === undefined ? {} : { usage }),
  };
}

function computeOf({ flops, parameters, tokens, achieved, mfu }: Options): Result<ComputePart | undefined> {
  const numbers: number[] = [];
  for (const [text, dimension, label] of [
    [flops, 'flops', '--flops'],
    [parameters, 'number', '--parameters'],
    [tokens, 'number', '--tokens'],
    [achieved, 'flopsPerS', '--achieved'],
  ] as const) {
    const read = text === undefined ? ok(Number.NaN) : readLarge(text, dimension, label);
    if (!read.ok) return read;
    numbers.push(read.value);
  }
  const [total = Number.NaN, n = Number.NaN, d = Number.NaN, rate = Number.NaN] = numbers;
  const part = mfu === undefined ? undefined : readPart(mfu, '--mfu');
  if (part !== undefined && !part.ok) return part;
  if ((parameters === undefined) !== (tokens === undefined) && flops === undefined)
    return err(
      problem(
        'E_USAGE',
        parameters === undefined ? '--tokens without --parameters' : '--parameters without --tokens',
        'A training takes 6 × parameters × tokens operations.',
        'Give both, or `--flops`.',
      ),
    );
  if (flops === undefined && parameters === undefined)
    return achieved === undefined && mfu === undefined
      ? ok(undefined)
      : err(
          problem(
            'E_USAGE',
            'a speed without work',
            '--achieved and --mfu say how fast it went, but not how much there was to do.',
            'Give `--flops`, or `--parameters` and `--tokens`.',
          ),
        );
  return ok({
    totalFlops: flops === undefined ? trainingFlops(n, d) : total,
    from:
      flops === undefined
        ? `6 × ${parameters ?? ''} parameters × ${tokens ?? ''} tokens`
        : 'given by the user',
    ...(achieved === undefined ? {} : { achievedFlops: rate }),
    ...(part === undefined ? {} : { mfu: part.value }),
  });
}

function storageOf(text: string | undefined): Result<CalcRequest['storage']> {
  if (text === undefined) return ok(undefined);
  const kind = /hdd|disk/i.test(text) ? 'hdd' : 'ssd';
  const size = readLarge(text.replace(/[\s-]*(hdd|ssd|disk)s?$/i, ''), 'gigabytes', '--storage');
  return size.ok ? ok({ terabytes: size.value / 1000, kind }) : size;
}

const EARLIEST = 2000;
const LATEST = 2100;

function yearOf(text: string | undefined): Result<number | undefined> {
  if (text === undefined) return ok(undefined);
  const year = Number(/^(\d{4})(?:-\d{2}(?:-\d{2}(?:[T ].*)?)?)?$/.exec(text.trim())?.[1] ?? Number.NaN);
  if (year >= EARLIEST && year <= LATEST) return ok(year);
  return err(
    problem(
      'E_USAGE',
      `--start ${text}: a date is asked for`,
      `"${text}" is none.`,
      'Write e.g. `2025`, `2025-03` or `2025-03-14`.',
    ),
  );
}

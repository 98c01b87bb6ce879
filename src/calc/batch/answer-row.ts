import type { Problem } from '../../errors.ts';
import { interval } from '../../units/estimate.ts';
import { METHODS, type MethodName, type Scope } from '../calc-request.ts';
import type { CalcResult } from '../calc-result.ts';
import { calculate } from '../calculate.ts';
import type { Figure } from '../figure.ts';
import type { CalcKnowledge } from '../knowledge.ts';
import { againstPublished } from './against-published.ts';
import { chipsOfCores } from './chips-of-cores.ts';
import { readRow } from './read-row.ts';
import { type RowReading, textOf } from './row-reading.ts';
import { contradictions } from './contradictions.ts';
import { partRows, type PartRows, sumOfParts } from './part-rows.ts';
import { directCarbon, embodiedCarbon } from './row-carbon.ts';
import { namedDifference } from './row-energy.ts';
import { rowRequest } from './row-request.ts';
import type { RowAnswer } from './row-answer.ts';
import { unneededKeys } from './unneeded-keys.ts';

/** What a batch is computed with. */
export interface BatchOptions {
  readonly method: MethodName;
  readonly scope: Scope;
}

/** Answers one row of a batch: `{ id, inputs }`, or the inputs themselves. Never throws and never leaves a row out. */
export function answerRow(row: unknown, options: BatchOptions, knowledge: CalcKnowledge): RowAnswer {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    return failed(null, options.method, 'the row is not an object with `id` and `inputs`');
  const fields = row as Readonly<Record<string, unknown>>;
  const { id } = fields;
  const name = typeof id === 'string' || typeof id === 'number' ? id : null;
  const inputs = inputsOf(fields);
  if (inputs === undefined)
    return failed(name, options.method, 'inputs: the row has none, or they are not an object');
  const parts = partRows(inputs);
  const answer =
    parts === undefined ? answerInputs(inputs, options, knowledge) : answerParts(parts, options, knowledge);
  const { notes, method, ...numbers } = answer;
  const published = againstPublished(fields['published'], fields['tolerance_pct'], answer);
  return { id: name, ...numbers, method, note: [...notes, ...published].join('; ') };
}

type Answered = Numbers & { readonly method: MethodName };

function answerParts({ key, parts }: PartRows, options: BatchOptions, knowledge: CalcKnowledge): Answered {
  const answers = parts.map(({ inputs }) => answerInputs(inputs, options, knowledge));
  const own = answers.map(({ notes }) => notes);
  const shared = (own[0] ?? []).filter((note) => own.every((notes) => notes.includes(note)));
  return {
    ...sumOfParts(answers),
    method: answers[0]?.method ?? options.method,
    notes: [
      `the sum of ${parts.length} parts in ${key}`,
      ...shared,
      ...own.flatMap((notes, i) =>
        notes
          .filter((note) => !shared.includes(note))
          .map((note) => `${key} ${parts[i]?.name ?? ''}: ${note}`),
      ),
    ],
  };
}

function answerInputs(
  inputs: Readonly<Record<string, unknown>>,
  options: BatchOptions,
  knowledge: CalcKnowledge,
): Answered {
  const { reading, notes: ofChips } = chipsOfCores(readRow(inputs), knowledge);
  const said = [...ofChips, ...saidOf(reading)];
  if (reading.unreadable.length > 0)
    return { ...NOTHING, method: options.method, notes: [...reading.unreadable, ...said] };
  const method = methodOf(reading) ?? options.method;
  const answerTo = (other: RowReading): Numbers => compute(other, { ...options, method }, knowledge);
  const answer = answerTo(reading);
  const isAnswered = answer.kwh !== null || answer.kgco2e !== null;
  const unneeded = isAnswered ? unneededKeys(reading, answerTo) : [];
  return {
    ...answer,
    method,
    notes: [
      ...answer.notes,
      ...contradictions(reading),
      ...(unneeded.length === 0 ? [] : [`not needed beside the rest: ${unneeded.join(', ')}`]),
      ...said,
    ],
  };
}

/** Keys of a row that are not inputs, where the inputs stand in the row itself. */
const AROUND = new Set([
  'id',
  'published',
  'tolerance_pct',
  'trivially_equal',
  'status',
  'evidence',
  'source',
  'note',
  'paper',
]);

function inputsOf(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const { inputs } = fields;
  if (inputs === undefined) {
    const rest = Object.entries(fields).filter(([key]) => !AROUND.has(key));
    return rest.length === 0 ? undefined : Object.fromEntries(rest);
  }
  if (typeof inputs !== 'object' || inputs === null || Array.isArray(inputs)) return undefined;
  return inputs as Readonly<Record<string, unknown>>;
}

/** A method that the row itself asks for. */
function methodOf(reading: RowReading): MethodName | undefined {
  const text = textOf(reading, 'method')?.toLowerCase();
  return METHODS.find((method) => method === text);
}

function saidOf(reading: RowReading): readonly string[] {
  const named = namedDifference(reading) === undefined ? reading.named.map(({ key }) => key) : [];
  const unknown = [...reading.unknown, ...named];
  return [
    ...(unknown.length === 0
      ? []
      : [`unknown ${unknown.length === 1 ? 'key' : 'keys'}: ${unknown.join(', ')}`]),
    ...(reading.entries.has('offset') ? ['offsets are not subtracted'] : []),
  ];
}

type Numbers = Omit<RowAnswer, 'id' | 'method' | 'note'> & { readonly notes: readonly string[] };

const NOTHING = { kwh: null, kgco2e: null, kwhLow: null, kwhHigh: null, kgLow: null, kgHigh: null } as const;

function compute(reading: RowReading, options: BatchOptions, knowledge: CalcKnowledge): Numbers {
  const direct = directCarbon(reading, knowledge);
  if (direct !== undefined) {
    const { kg, note } = direct;
    if (!Number.isFinite(kg) || kg < 0) return { ...NOTHING, notes: [`${note}: the result would be ${kg}`] };
    return { ...NOTHING, kgco2e: kg, kgLow: kg, kgHigh: kg, notes: [note] };
  }
  const { request, notes } = rowRequest(reading, options, knowledge);
  const result = calculate(request, knowledge);
  if (!result.ok) return { ...NOTHING, notes: [missing('kwh and kgco2e', result.error), ...notes] };
  return numbersOf(result.value, reading, notes, knowledge);
}

function numbersOf(
  result: CalcResult,
  reading: RowReading,
  notes: readonly string[],
  knowledge: CalcKnowledge,
): Numbers {
  const energy = spread(result.energy, 1);
  const { carbonMissing } = result;
  const carbon = carbonMissing === undefined ? spread(result.carbon, 1e-3) : spread(undefined, 1);
  const embodied = embodiedCarbon(reading, knowledge);
  const net = spread(result.netCarbon, 1e-3).value;
  return {
    kwh: energy.value,
    kgco2e: carbon.value,
    kwhLow: energy.low,
    kwhHigh: energy.high,
    kgLow: carbon.low,
    kgHigh: carbon.high,
    ...(net === null ? {} : { kgco2eNet: net }),
    ...(embodied === undefined ? {} : { kgEmbodied: embodied.kg }),
    notes: [
      ...(carbonMissing === undefined ? [] : [missing('kgco2e', carbonMissing)]),
      ...assumptionsOf(result),
      ...notes,
      ...result.notes.map((note) => note.replace(/`?--power 300W`?/, 'power_w_each')),
    ],
  };
}

/** What stands in the answer although nobody gave it. */
function assumptionsOf({ pue, sourcedIntensity, carbonMissing }: CalcResult): readonly string[] {
  return [
    ...(pue?.derivation.id === 'pue.missing' ? ['no PUE is given: 1'] : []),
    ...(sourcedIntensity === undefined || carbonMissing !== undefined
      ? []
      : [
          `intensity of ${sourcedIntensity.zoneName}: ${sourcedIntensity.source} ${sourcedIntensity.year ?? ''}`.trim(),
        ]),
  ];
}

/** One line for a row: what is missing, in the names of its keys. */
function missing(what: string, { what: said, why, fix }: Problem): string {
  const key = KEYS.find(([pattern]) => pattern.test(said))?.[1];
  if (key !== undefined) return `${what} cannot be computed: ${said}; give ${key}`;
  const rest = [why, fix].filter((part) => part !== undefined && !part.includes('--'));
  return [
    `${what} cannot be computed: ${said}`,
    ...rest.map((part) => part?.replaceAll('`', '').replace(/\.$/, '')),
  ].join('; ');
}

/** What to give in a row where the command line would say its options. */
const KEYS: readonly (readonly [pattern: RegExp, key: string])[] = [
  [/^the carbon intensity is missing/, 'intensity_kg_per_kwh or region'],
  [/^the hours are missing/, 'hours, days or accelerator_hours'],
  [/^hardware or power is missing/, 'hardware, power_w_each, total_power_w or energy_kwh'],
  [/^achieved FLOP\/s are missing|^no peak FLOP/, 'achieved_flops_per_s, or hardware and mfu'],
  [/^no accelerator is known|could be several accelerators/, 'another name, or power_w_each'],
];

function spread(
  figure: Figure | undefined,
  factor: number,
): { readonly value: number | null; readonly low: number | null; readonly high: number | null } {
  if (figure === undefined || figure.estimate.value === null) return { value: null, low: null, high: null };
  const { low, high } = interval(figure.estimate);
  return {
    value: figure.estimate.value * factor,
    low: low === null ? null : low * factor,
    high: high === null ? null : high * factor,
  };
}

function failed(id: RowAnswer['id'], method: MethodName, note: string): RowAnswer {
  return { id, ...NOTHING, method, note };
}

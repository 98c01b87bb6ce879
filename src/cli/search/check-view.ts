import { quoted } from '../../search/file/shell-template.ts';
import type { SamplerChoice, StopperChoice } from '../../search/file/engine-choice.ts';
import type { SearchSpec } from '../../search/file/search-spec.ts';
import { spaceSize } from '../../search/space/space-size.ts';
import { commandText } from '../../search/study/plan-of-spec.ts';
import { printDuration } from '../../units/format-duration.ts';
import { printCarbon, printEnergy, printIntensity } from '../../units/format.ts';
import { renderTable, type Column } from '../output/table.ts';
import { fitText, wrapText } from '../output/text-width.ts';
import type { Look } from '../views/look.ts';
import type { FirstTrial } from './first-trials.ts';
import { countText, parameterRows, valueText } from './parameter-rows.ts';

/** Widest list of values, in characters. */
const LONGEST_VALUES = 32;

const PARAMETER_COLUMNS: readonly Column[] = [
  { title: 'PARAMETER', keep: true },
  { title: 'VALUES', keep: true },
  { title: 'SPREAD' },
  { title: 'COUNT', align: 'right' },
  { title: 'ONLY WHERE' },
];

/** What a search means, and its first trials. */
export function checkView(
  spec: SearchSpec,
  seed: number,
  trials: readonly FirstTrial[],
  look: Look,
): readonly string[] {
  const paintTitle = look.style.dim;
  const isUnicode = look.unicode !== false;
  const table = {
    width: look.width,
    unicode: isUnicode,
    paintTitle,
    ...(look.wide === undefined ? {} : { wide: look.wide }),
  };
  const size = spaceSize(spec.space);
  const count = `${countText(size.count, '')} ${size.count === 1 ? 'configuration' : 'configurations'}`;
  const space = size.count === Infinity ? 'continuous' : `${size.isExact ? '' : 'at most '}${count}`;
  const columns = trialColumns(spec);
  const command = trials[0]?.argv;
  return [
    look.style.bold(spec.name ?? 'search'),
    ...(spec.description === undefined ? [] : wrapText(spec.description, look.width)),
    '',
    ...renderTable(PARAMETER_COLUMNS, shortened(parameterRows(spec, isUnicode), look), table),
    '',
    ...factLines([...facts(spec, look), ['space', space]], look),
    '',
    `First trials${spec.search.seed === undefined ? `, as an example those of seed ${seed}` : ''}:`,
    ...renderTable(
      [{ title: '#', align: 'right', keep: true }, ...columns.map((title): Column => ({ title }))],
      trials.map(({ number, configuration }) => [
        `${number}`,
        ...columns.map((name) => {
          const value = configuration[name];
          return value === undefined ? (isUnicode ? '–' : '-') : valueText(value);
        }),
      ]),
      table,
    ),
    ...(command === undefined
      ? []
      : [
          '',
          'Command of the first:',
          ...wrapText(command.map((word) => quoted(word, 'nothing')).join(' '), look.width - 2).map(
            (line) => `  ${line}`,
          ),
        ]),
  ];
}

/** Long lists of choices give way to the columns beside them. */
function shortened(
  rows: readonly (readonly string[])[],
  { wide, unicode }: Look,
): readonly (readonly string[])[] {
  if (wide === true) return rows;
  return rows.map(([name = '', values = '', ...rest]) => [
    name,
    fitText(values, LONGEST_VALUES, unicode === false ? '..' : '…'),
    ...rest,
  ]);
}

/** Parameters in the order in which they are searched. */
function trialColumns({ space }: SearchSpec): readonly string[] {
  return space.parameters.map(({ name }) => name);
}

function factLines(rows: readonly (readonly [string, string])[], { width, style }: Look): readonly string[] {
  const label = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.flatMap(([name, text]) =>
    wrapText(text, width - label).map(
      (line, k) => `${style.dim((k === 0 ? name : '').padEnd(label))}${line}`,
    ),
  );
}

function facts(spec: SearchSpec, look: Look): readonly (readonly [string, string])[] {
  const { search, workers, resource, maxResource, retry } = spec;
  const rows: (readonly [string, string | undefined])[] = [
    [
      'command',
      spec.command === undefined ? 'none: asked for by another program' : commandText(spec.command),
    ],
    ...spec.objectives.map(
      ({ metric, goal, target }) =>
        ['objective', `${goal} ${metric}${target === undefined ? '' : `, to ${target}`}`] as const,
    ),
    ['constraints', spec.constraints.map(({ text }) => text).join(', ')],
    ['training', trainingText(resource, maxResource)],
    ['budget', budgetText(spec, look)],
    ['worth', spec.worthPerKwh === undefined ? '' : `${spec.worthPerKwh} of the objective per kWh`],
    ['carbon', carbonText(spec.carbon)],
    ['sampler', chosenText(search.sampler)],
    ['repeats', search.repeats === true ? 'the same configuration may be tried again' : ''],
    ['stopper', chosenText(search.stopper)],
    [
      'seed',
      `${search.seed ?? 'drawn when the search begins, and kept'}${search.deterministic ? ', deterministic' : ''}`,
    ],
    ['workers', workersText(workers)],
    [
      'retry',
      retry.max === 0
        ? ''
        : `${retry.max} ${retry.max === 1 ? 'time' : 'times'} on ${retry.on.map((cause) => (typeof cause === 'number' ? `exit code ${cause}` : cause)).join(', ')}`,
    ],
    ['capture', spec.capture.map(({ source }) => source).join('  ')],
  ];
  return rows.filter((row): row is readonly [string, string] => row[1] !== undefined && row[1] !== '');
}

function trainingText(resource: string | undefined, maxResource: number | undefined): string {
  if (maxResource !== undefined) return `up to ${resource ?? 'resource'} ${maxResource}`;
  return resource === undefined ? '' : `counted by ${resource}`;
}

function budgetText({ budget }: SearchSpec, { unit, unicode }: Look): string {
  const options = { unit, ...(unicode === false ? { ascii: true } : {}) };
  const { energyJ, carbonG, cost, timeS, trials } = budget;
  const parts = [
    energyJ === undefined ? undefined : printEnergy(energyJ, options),
    carbonG === undefined ? undefined : `${printCarbon(carbonG, options)} CO2e`,
    cost === undefined ? undefined : `${cost} in money`,
    timeS === undefined ? undefined : printDuration(timeS),
    trials === undefined ? undefined : `${trials} ${trials === 1 ? 'trial' : 'trials'}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'none' : parts.join(' or ');
}

/** A sampler or a stopper with its settings. */
function chosenText({ name, settings = {} }: SamplerChoice | StopperChoice): string {
  const texts = Object.entries(settings).map(
    ([key, value]) =>
      `${writtenKey(key)} ${typeof value === 'object' ? chosenText(value as StopperChoice) : value}`,
  );
  return texts.length === 0 ? name : `${name} (${texts.join(', ')})`;
}

/** A setting as files have it. */
function writtenKey(key: string): string {
  return key === 'reduction' ? 'eta' : key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function workersText({ local, gpus, share }: SearchSpec['workers']): string {
  const parts = [
    local === undefined ? undefined : `${local} on this machine`,
    gpus === 'auto' ? undefined : gpus === 'none' ? 'no GPU' : `GPU ${gpus.join(', ')}`,
    share === 1 ? undefined : `${share} on one GPU`,
  ].filter((part) => part !== undefined);
  return parts.join(', ');
}

function carbonText(carbon: SearchSpec['carbon']): string {
  const { intensity, pauseAbove, maxWaitS } = carbon ?? {};
  const parts = [
    intensity === undefined
      ? undefined
      : typeof intensity === 'number'
        ? printIntensity(intensity)
        : `intensity of ${intensity.file}`,
    pauseAbove === undefined ? undefined : `trials wait above ${printIntensity(pauseAbove)}`,
    maxWaitS === undefined ? undefined : `for ${printDuration(maxWaitS)} at most`,
  ].filter((part) => part !== undefined);
  return parts.join(', ');
}

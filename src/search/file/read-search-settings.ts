import type { Draft } from './draft.ts';
import type { Mistakes } from './mistakes.ts';
import { readKeys } from './read-keys.ts';
import { numberOf, readFlag, readMap, readNumber, readWord, shown } from './read-scalars.ts';
import { readSampler } from './read-sampler.ts';
import { readStopper } from './read-stopper.ts';
import type { RetryCause } from './search-spec.ts';
import type { SourceNode } from './yaml-tree.ts';

/** Largest seed: any whole number that a 64-bit float and Python's generators both take. */
const LARGEST_SEED = 2 ** 32 - 1;

/** Reads `search`. */
export function readSearchSettings(node: SourceNode, draft: Draft, mistakes: Mistakes): void {
  const map = readMap(node, 'search', mistakes);
  if (map === undefined) return;
  const { settings } = draft;
  const repeats = (value: SourceNode): void => {
    const flag = readFlag(value, 'search.repeats', mistakes);
    if (flag === true) settings.repeats = flag;
    else delete settings.repeats;
  };
  readKeys(
    map,
    'search',
    {
      sampler: (value) => {
        readSampler(value, draft, mistakes);
      },
      stopper: (value) => {
        const stopper = readStopper(value, mistakes);
        if (stopper !== undefined) draft.stopper = stopper;
      },
      seed: (value) => {
        const seed = readNumber(value, 'search.seed', mistakes, {
          isWhole: true,
          least: 0,
          most: LARGEST_SEED,
        });
        if (seed !== undefined) settings.seed = seed;
      },
      startup: (value) => {
        const startup = readNumber(value, 'search.startup', mistakes, { isWhole: true, least: 0 });
        if (startup !== undefined) settings.startup = startup;
      },
      warm_start: (value) => {
        const count = numberOf(value);
        if (count !== undefined) {
          const trials = readNumber(value, 'search.warm_start', mistakes, { isWhole: true, least: 0 });
          if (trials !== undefined) settings.warmStart = trials === 0 ? 'none' : trials;
          return;
        }
        const isOff = value.kind === 'scalar' && value.value === false;
        const word = isOff ? 'none' : readWord(value, 'search.warm_start', ['auto', 'none'], mistakes);
        if (word !== undefined) settings.warmStart = word;
      },
      repeats,
      noise: repeats,
      deterministic: (value) => {
        const flag = readFlag(value, 'search.deterministic', mistakes);
        if (flag !== undefined) settings.deterministic = flag;
      },
    },
    mistakes,
  );
}

/** Reads `workers`: a number, or a mapping. */
export function readWorkers(node: SourceNode, { workers }: Draft, mistakes: Mistakes): void {
  const local = (value: SourceNode): void => {
    const count = readNumber(value, 'workers.local', mistakes, { isWhole: true, least: 1 });
    if (count !== undefined) workers.local = count;
  };
  if (node.kind === 'scalar') return local(node);
  const map = readMap(node, 'workers', mistakes);
  if (map === undefined) return;
  readKeys(
    map,
    'workers',
    {
      local,
      gpus: (value) => {
        if (value.kind === 'list') {
          const indices = value.items.map((item) =>
            readNumber(item, 'workers.gpus', mistakes, { isWhole: true, least: 0 }),
          );
          if (new Set(indices).size < indices.length)
            mistakes.add(
              value,
              'workers.gpus: a GPU is there twice',
              'Each is given to one worker; `share` puts several on it.',
              'Write each once.',
            );
          if (indices.every((index) => index !== undefined)) workers.gpus = indices;
        } else {
          const isOff = value.kind === 'scalar' && value.value === false;
          const word = isOff ? 'none' : readWord(value, 'workers.gpus', ['auto', 'none'], mistakes);
          if (word !== undefined) workers.gpus = word;
        }
      },
      share: (value) => {
        const share = readNumber(value, 'workers.share', mistakes, { isWhole: true, least: 1 });
        if (share !== undefined) workers.share = share;
      },
    },
    mistakes,
  );
}

/** Reads `retry`: a number of times, or a mapping. */
export function readRetry(node: SourceNode, draft: Draft, mistakes: Mistakes): void {
  let max = 1;
  let on: readonly RetryCause[] = ['signal', 'exit', 'lost'];
  const readMax = (value: SourceNode): void => {
    max = readNumber(value, 'retry.max', mistakes, { isWhole: true, least: 0 }) ?? max;
  };
  if (node.kind === 'scalar') readMax(node);
  else {
    const map = readMap(node, 'retry', mistakes);
    if (map === undefined) return;
    readKeys(
      map,
      'retry',
      {
        max: readMax,
        on: (value) => {
          const items = value.kind === 'list' ? value.items : [value];
          on = items.map((item) => readCause(item, mistakes)).filter((cause) => cause !== undefined);
        },
      },
      mistakes,
    );
  }
  draft.retry = { max, on };
}

function readCause(node: SourceNode, mistakes: Mistakes): RetryCause | undefined {
  const text = node.kind === 'scalar' ? node.source.replaceAll(/\s/g, '') : '';
  if (text === 'signal' || text === 'lost' || text === 'exit') return text;
  if (text === 'exit!=0') return 'exit';
  const code = Number(/^(?:exit==?)?(\d{1,3})$/.exec(text)?.[1]);
  if (Number.isInteger(code) && code >= 1 && code <= 255) return code;
  mistakes.unknown(node, `retry.on: ${shown(node)} is not known`, text, [
    'signal',
    'exit',
    'exit!=0',
    'exit==75',
    'lost',
  ]);
  return undefined;
}

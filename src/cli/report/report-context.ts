import { load, YAMLException } from 'js-yaml';
import { problem } from '../../errors.ts';
import type { ReportContext } from '../../report/statement/context.ts';
import { err, ok, type Result } from '../../result.ts';
import { parseEnergy } from '../../units/quantity.ts';
import { yamlProblem } from '../config/parse-config-yaml.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';

type Json = Readonly<Record<string, unknown>>;

/** Keys of the file of `--context`, and those of its parts. */
const KEYS: Readonly<Record<string, readonly string[] | 'text' | 'number' | 'free'>> = {
  title: 'text',
  appendix: 'text',
  packages: 'text',
  location: 'text',
  'training-type': 'text',
  hardware: 'text',
  flops: 'number',
  deployment: ['energy', 'unit', 'count', 'how'],
  'social-cost': ['usd-per-tonne', 'low', 'high', 'country', 'source'],
  'carbon-free': ['percent', 'source'],
  'functional-unit': ['name', 'count'],
  waive: 'free',
  boamps: 'free',
};

/** What a context file says; the file that `packages` names has still to be read. */
export interface GivenContext {
  readonly context: Omit<ReportContext, 'packages'>;
  readonly packages?: string;
}

/** Reads the text of a context file. Every mistake is an error: a report that leaves something out unseen would be worse. */
export function readReportContext(text: string, file: string): Result<GivenContext> {
  // A file of comments is one that nobody has filled in yet.
  if (text.split(/\r?\n/).every((line) => /^\ufeff?\s*(?:#.*)?$/.test(line))) return ok({ context: {} });
  let root: unknown;
  try {
    root = load(text, { filename: file });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return err(yamlProblem(error, file, text.split(/\r?\n/)));
  }
  if (!isMap(root)) return refuse(file, 'It is no map of keys and values.');
  const wrong = faultOf(root);
  if (wrong !== undefined) return refuse(file, wrong);
  const parts = readParts(root, file);
  if (!parts.ok) return parts;
  const { packages } = root;
  return ok({ context: parts.value, ...(typeof packages === 'string' ? { packages } : {}) });
}

/** What is counted is above zero, a part of all is from 0 to 100 %. */
function isPossible(name: string, value: number | undefined): boolean {
  if (value === undefined) return true;
  if (name === 'carbon-free.percent') return value >= 0 && value <= 100;
  return name === 'social-cost.usd-per-tonne' ? value >= 0 : value > 0;
}

function readParts(root: Json, file: string): Result<GivenContext['context']> {
  const text = (key: string): string | undefined => stringOf(root[key]);
  const part = (key: string): Json | undefined => (isMap(root[key]) ? root[key] : undefined);
  const deployment = part('deployment');
  const energy =
    deployment === undefined
      ? undefined
      : parseEnergy(String(deployment['energy']), { label: 'deployment.energy' });
  if (energy !== undefined && !energy.ok) return refuse(file, energy.error.what);
  const counts = [
    ['deployment.count', deployment?.['count']],
    ['social-cost.usd-per-tonne', part('social-cost')?.['usd-per-tonne']],
    ['carbon-free.percent', part('carbon-free')?.['percent']],
    ['functional-unit.count', part('functional-unit')?.['count']],
  ] as const;
  const odd = counts.find(([, value]) => value !== undefined && numberOf(value) === undefined);
  if (odd !== undefined) return refuse(file, `${odd[0]} is no number.`);
  const outside = counts.find(([name, value]) => !isPossible(name, numberOf(value)));
  if (outside !== undefined) return refuse(file, `${outside[0]} cannot be ${String(outside[1])}.`);
  const [social, free, unit] = [part('social-cost'), part('carbon-free'), part('functional-unit')];
  const appendix = text('appendix');
  if (appendix !== undefined && !/^https?:\/\/\S+$/.test(appendix))
    return refuse(file, 'appendix is no http(s) address.');
  return ok({
    ...optional('title', text('title')),
    ...optional('appendix', appendix),
    ...optional('location', text('location')),
    ...optional('trainingType', text('training-type')),
    ...optional('hardware', text('hardware')),
    ...(root['flops'] === undefined ? {} : { flops: { value: numberOf(root['flops']) ?? Number.NaN } }),
    ...(deployment === undefined || energy === undefined
      ? {}
      : {
          deployment: {
            perUnitJ: energy.value,
            unit: stringOf(deployment['unit']) ?? 'query',
            count: numberOf(deployment['count']) ?? 1,
            ...optional('how', stringOf(deployment['how'])),
          },
        }),
    ...(social === undefined
      ? {}
      : {
          socialCost: {
            usdPerTonne: numberOf(social['usd-per-tonne']) ?? Number.NaN,
            ...optional('low', numberOf(social['low'])),
            ...optional('high', numberOf(social['high'])),
            ...optional('country', stringOf(social['country'])),
            source: stringOf(social['source']) ?? 'a source that is not named',
          },
        }),
    ...(free === undefined
      ? {}
      : {
          carbonFree: {
            fraction: (numberOf(free['percent']) ?? Number.NaN) / PER_CENT,
            source: stringOf(free['source']) ?? 'a source that is not named',
          },
        }),
    ...(unit === undefined
      ? {}
      : { functionalUnit: { name: stringOf(unit['name']) ?? 'unit', count: numberOf(unit['count']) ?? 1 } }),
    ...(isMap(root['waive']) ? { waived: mapOfText(root['waive']) } : {}),
    ...(isMap(root['boamps']) ? { boamps: root['boamps'] } : {}),
  });
}

const PER_CENT = 100;

function faultOf(root: Json): string | undefined {
  for (const [key, value] of Object.entries(root)) {
    const kind = KEYS[key];
    if (kind === undefined)
      return `"${key}" is no key of it. ${didYouMeanText(key, Object.keys(KEYS)) ?? ''}`.trim();
    if (kind === 'text' && !['string', 'number'].includes(typeof value)) return `${key} is no text.`;
    if (kind === 'number' && numberOf(value) === undefined) return `${key} is no number.`;
    if (kind === 'text' || kind === 'number') continue;
    if (!isMap(value)) return `${key} is no map.`;
    if (kind === 'free') continue;
    const unknown = Object.keys(value).find((part) => !kind.includes(part));
    if (unknown !== undefined)
      return `"${unknown}" is no part of ${key}. ${didYouMeanText(unknown, kind) ?? `It has ${kind.join(', ')}.`}`;
  }
  return undefined;
}

/** YAML 1.1 reads `3.1e21` as text. */
function numberOf(value: unknown): number | undefined {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value.trim() !== ''
        ? Number(value)
        : Number.NaN;
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function mapOfText(map: Json): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value)]));
}

function optional<K extends string, T>(key: K, value: T | undefined): { readonly [X in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [X in K]?: T });
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(file: string, why: string): Result<never> {
  return err(
    problem(
      'E_CONFIG',
      `${file} is no context of a report`,
      why,
      `Its keys are ${Object.keys(KEYS).join(', ')}.`,
      { file },
    ),
  );
}

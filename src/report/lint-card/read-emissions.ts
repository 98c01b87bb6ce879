import { gramsFix } from './grams-fix.ts';
import { load, YAMLException } from 'js-yaml';
import { editDistance } from '../../units/edit-distance.ts';
import type { CardClaims } from './card-claims.ts';
import type { Finding } from './finding.ts';
import type { CardParts } from './front-matter.ts';
import { TRACKED_KEYS, trackedClaims } from './tracked-keys.ts';

/** What the metadata of a card says of emissions. */
export interface CardEmissions {
  readonly grams?: number;
  readonly source?: string;
  readonly trainingType?: string;
  readonly location?: string;
  readonly hardware?: string;
  /** Energy and hours that a tracker wrote beside them. */
  readonly tracked?: Pick<CardClaims, 'energyJ' | 'hours'>;
  /** Line of the number. */
  readonly line?: number;
  readonly findings: readonly Finding[];
}

const KEY = 'co2_eq_emissions';
const KEYS = ['emissions', 'source', 'training_type', 'geographical_location', 'hardware_used'] as const;
/** A name that is so many letters off is a slip. */
const SLIP = 3;

/** Reads `co2_eq_emissions`, as a map or as a number alone, and tells what is wrong with its form. */
export function readEmissions({ yaml, yamlLine, isUnclosed }: CardParts): CardEmissions {
  if (yaml === undefined)
    return only(
      'metadata',
      'fault',
      isUnclosed ? 'the metadata has no end' : 'the card has no metadata',
      isUnclosed
        ? 'The block that --- begins is ended by another line of ---, which is missing.'
        : 'It does not begin with a block between lines of ---.',
      isUnclosed ? 'Put a line of --- behind the last key.' : EXAMPLE,
    );
  let root: unknown;
  try {
    root = load(yaml);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = yamlLine + (error.mark?.line ?? 0);
    return {
      findings: [
        {
          code: 'yaml',
          level: 'fault',
          what: `the metadata is no YAML: ${error.reason}`,
          fix: 'Mend the line.',
          line,
        },
      ],
    };
  }
  if (!isMap(root)) return only('metadata', 'fault', 'the metadata is no map of keys', undefined, EXAMPLE);
  if (!(KEY in root)) return withoutKey(root, yaml, yamlLine);
  const line = lineOf(yaml, yamlLine, 'emissions') ?? lineOf(yaml, yamlLine, KEY);
  const value = root[KEY];
  if (Array.isArray(value) && value.every(isMap)) return fromList(value, yaml, yamlLine, line);
  if (!isMap(value)) {
    const number = readNumber(value, line);
    const old: Finding = {
      code: 'bare-number',
      level: 'warning',
      what: 'the emissions stand alone, without what they are of',
      why: 'A number is the old form; it still is read.',
      fix: EXAMPLE,
      ...(line === undefined ? {} : { line }),
    };
    return { ...number, findings: [...number.findings, old, noSource(line)] };
  }
  return fromMap(value, yaml, yamlLine, line);
}

const EXAMPLE =
  'Write co2_eq_emissions: { emissions: GRAMS, source: …, training_type: …, geographical_location: …, hardware_used: … }';

/** Its keys behind dashes: nobody reads them so, but what they say can be checked. */
function fromList(
  parts: readonly Readonly<Record<string, unknown>>[],
  yaml: string,
  first: number,
  line: number | undefined,
): CardEmissions {
  const read = fromMap(Object.assign({}, ...parts) as Readonly<Record<string, unknown>>, yaml, first, line);
  const list: Finding = {
    code: 'list',
    level: 'fault',
    what: `${KEY} is a list`,
    why: 'It is read as a map: one key a line, without dashes.',
    fix: 'Take the dashes away.',
    ...(line === undefined ? {} : { line }),
  };
  return { ...read, findings: [list, ...read.findings] };
}

function fromMap(
  map: Readonly<Record<string, unknown>>,
  yaml: string,
  first: number,
  line: number | undefined,
): CardEmissions {
  const findings: Finding[] = [];
  const at = (key: string): { readonly line?: number } => {
    const number = lineOf(yaml, first, key);
    return number === undefined ? {} : { line: number };
  };
  for (const key of Object.keys(map)) {
    if ([...KEYS, ...TRACKED_KEYS].includes(key)) continue;
    const near = KEYS.find((known) => editDistance(known, key) <= SLIP && !(known in map));
    findings.push({
      code: 'unknown-key',
      level: near === undefined ? 'warning' : 'fault',
      what: `"${key}" is no key of ${KEY}`,
      why: 'Nobody reads it.',
      fix: near === undefined ? `Its keys are ${KEYS.join(', ')}.` : `Did you mean ${near}?`,
      ...at(key),
    });
  }
  const number =
    'emissions' in map
      ? readNumber(map['emissions'], line)
      : only('no-number', 'fault', 'the number of emissions is missing', undefined, 'Add emissions: GRAMS');
  const text = (key: (typeof KEYS)[number]): string | undefined => {
    const value = map[key];
    const said = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    return said === '' || /more information needed|^(?:n\/?a|none|todo|tbd|unknown|…|\.\.\.)$/i.test(said)
      ? undefined
      : said;
  };
  const [source, trainingType, location, hardware] = [
    text('source'),
    text('training_type'),
    text('geographical_location'),
    text('hardware_used'),
  ];
  if (source === undefined) findings.push(noSource(lineOf(yaml, first, 'source') ?? line));
  findings.push(...missing('training_type', trainingType, 'pre-training or fine-tuning'));
  findings.push(...missing('geographical_location', location, 'as near as you can, e.g. Quebec, Canada'));
  findings.push(...missing('hardware_used', hardware, 'how much and what kind, e.g. 8 x A100-SXM4-80GB'));
  if (trainingType !== undefined && !/^(?:pre-training|fine-tuning)$/.test(trainingType))
    findings.push({
      code: 'training-type',
      level: 'warning',
      what: `training_type is "${trainingType}"`,
      why: 'The documentation knows pre-training and fine-tuning.',
      fix: 'Write one of the two.',
      ...at('training_type'),
    });
  return {
    ...number,
    ...(source === undefined ? {} : { source }),
    ...(trainingType === undefined ? {} : { trainingType }),
    ...(location === undefined ? {} : { location }),
    ...(hardware === undefined ? {} : { hardware }),
    tracked: trackedClaims(map, (key) => lineOf(yaml, first, key) ?? first),
    findings: [...number.findings, ...findings],
  };
}

function readNumber(value: unknown, line: number | undefined): CardEmissions {
  const at = line === undefined ? {} : { line };
  const fault = (code: string, what: string, why: string, fix: string): CardEmissions => ({
    findings: [{ code, level: 'fault', what, why, fix, ...at }],
  });
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || value < 0)
      return fault(
        'not-a-mass',
        `emissions are ${value}`,
        'A mass is finite and not below zero.',
        'Write grams of CO2 equivalent.',
      );
    const zero: readonly Finding[] =
      value === 0
        ? [
            {
              code: 'zero',
              level: 'warning',
              what: 'emissions are 0',
              why: 'No training emits nothing.',
              fix: 'Leave the key out where the figure is not known.',
              ...at,
            },
          ]
        : [];
    return { grams: value, ...at, findings: zero };
  }
  if (value === null || value === undefined)
    return fault(
      'no-number',
      'the number of emissions is missing',
      'The key has no value.',
      'Write grams of CO2 equivalent.',
    );
  const isText = typeof value !== 'object';
  const said = (isText ? `${value as string | boolean}` : briefly(value)).trim();
  return fault(
    'not-a-number',
    isText ? `emissions are the text "${said}"` : `emissions are ${said}`,
    'They are a number, in grams.',
    gramsFix(value, said),
  );
}

const MOST_PARTS = 5;

/** A value as JSON, of which no more is written than is read: a few lines of aliases can stand for more than there is room for. */
function briefly(value: unknown, levels = 2): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'nothing';
  if (levels === 0) return '…';
  const parts = Array.isArray(value)
    ? value.slice(0, MOST_PARTS).map((one) => briefly(one, levels - 1))
    : Object.entries(value)
        .slice(0, MOST_PARTS)
        .map(([key, one]) => `${JSON.stringify(key)}:${briefly(one, levels - 1)}`);
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  const inside = [...parts, ...(count > MOST_PARTS ? ['…'] : [])].join(',');
  return Array.isArray(value) ? `[${inside}]` : `{${inside}}`;
}

function noSource(line: number | undefined): Finding {
  return {
    code: 'no-source',
    level: 'fault',
    what: 'it is not said where the number comes from',
    why: 'Without it nobody can tell a measurement from a guess.',
    fix: 'Add source: the tool or the paper.',
    ...(line === undefined ? {} : { line }),
  };
}

function missing(key: string, value: string | undefined, how: string): readonly Finding[] {
  if (value !== undefined) return [];
  return [{ code: 'missing', level: 'warning', what: `${key} is missing`, fix: `Say ${how}.` }];
}

function withoutKey(root: Readonly<Record<string, unknown>>, yaml: string, first: number): CardEmissions {
  const near = Object.keys(root).find(
    (key) =>
      key !== KEY &&
      (editDistance(key.toLowerCase(), KEY) <= SLIP || /^co2|carbon_?emission|^emissions?$/i.test(key)),
  );
  if (near === undefined)
    return only(
      'no-emissions',
      'warning',
      `the metadata has no ${KEY}`,
      undefined,
      'joulebook report --model-card writes it from measured runs.',
    );
  const line = lineOf(yaml, first, near);
  return {
    findings: [
      {
        code: 'unknown-key',
        level: 'fault',
        what: `"${near}" is not read`,
        why: 'The key has another name.',
        fix: `Write ${KEY}.`,
        ...(line === undefined ? {} : { line }),
      },
    ],
  };
}

function only(
  code: string,
  level: Finding['level'],
  what: string,
  why: string | undefined,
  fix: string,
): CardEmissions {
  return { findings: [{ code, level, what, ...(why === undefined ? {} : { why }), fix }] };
}

/** Where a key stands: in what belongs to the emissions before elsewhere, e.g. `source` in another map. */
function lineOf(yaml: string, first: number, key: string): number | undefined {
  const keys = yaml.split('\n').map((line) => /^[\s{"'-]*(\w+)["']?\s*:/.exec(line)?.[1]);
  const from = keys.indexOf(KEY);
  const within = from < 0 ? -1 : keys.indexOf(key, from);
  const at = within < 0 ? keys.indexOf(key) : within;
  return at < 0 ? undefined : first + at;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

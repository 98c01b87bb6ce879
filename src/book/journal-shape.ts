import type { JournalEvent } from './journal-event.ts';

type Members = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
/** A number, or a pair of bounds. */
const isEnds = (value: unknown): boolean =>
  isNumber(value) || (Array.isArray(value) && value.length === 2 && value.every(isNumber));

/**
 * The members that the derivation of a record leans on. A whole line may still have been written by something else, so a book
 * from elsewhere cannot make a reader fail; it is not a full schema, because samples are read by the million.
 */
const SHAPES: Readonly<Record<JournalEvent['k'], (m: Members) => boolean>> = {
  start: (m) =>
    isText(m['id']) &&
    isText(m['rootId']) &&
    isText(m['name']) &&
    isText(m['startedAt']) &&
    isTexts(m['command']) &&
    isTexts(m['tags']) &&
    isObject(m['params']),
  machine: (m) =>
    isObject(m['machine']) &&
    isObject(m['pue']) &&
    isObject(m['intensity']) &&
    isObject(m['policy']) &&
    isObject(m['environment']) &&
    Array.isArray(m['components']) &&
    m['components'].every(isComponent),
  imported: (m) =>
    isObject(m['figures']) && isObject(m['figures']['energy']) && isObject(m['figures']['carbon']),
  sample: (m) => isNumber(m['dt']) && sameLength(m['e'], m['i'], m['s'], m['x']),
  gap: (m) => isNumber(m['dt']) && isText(m['why']),
  stage: (m) => isText(m['w']) && isText(m['name']) && (m['op'] === 'begin' || m['op'] === 'end'),
  epoch: (m) => isNumber(m['n']),
  mark: (m) => isText(m['name']),
  metric: (m) => isObject(m['values']),
  done: (m) => isObject(m['values']),
  cache: (m) => isNumber(m['hits']) && isObject(m['saved']) && isObject(m['saved']['errors']),
  params: (m) => isObject(m['values']),
  warning: (m) => isText(m['code']) && isText(m['what']),
  grid: (m) =>
    isText(m['source']) &&
    isText(m['zone']) &&
    (m['basis'] === 'average' || m['basis'] === 'marginal') &&
    Array.isArray(m['hours']) &&
    m['hours'].every(isGridHour),
  end: (m) => isText(m['state']) && isText(m['endedAt']) && isNumber(m['durationS']),
  tag: (m) => isTexts(m['add']) && isTexts(m['remove']),
  note: (m) => isText(m['text']) && isText(m['at']),
  rename: (m) => isText(m['name']),
};

function isComponent(value: unknown): boolean {
  return (
    isObject(value) &&
    isText(value['name']) &&
    isText(value['method']) &&
    isText(value['grade']) &&
    isObject(value['errors']) &&
    isObject(value['idleErrors'])
  );
}

function isGridHour(value: unknown): boolean {
  return (
    isObject(value) &&
    isText(value['hour']) &&
    !Number.isNaN(Date.parse(value['hour'])) &&
    isNumber(value['g']) &&
    isText(value['how']) &&
    isEnds(value['sd'])
  );
}

function sameLength(e: unknown, i: unknown, s: unknown, x: unknown): boolean {
  if (!Array.isArray(e) || !Array.isArray(i) || !Array.isArray(s) || !Array.isArray(x)) return false;
  if (i.length !== e.length || s.length !== e.length || x.length !== e.length) return false;
  for (let c = 0; c < e.length; c++) if (!isEnds(e[c]) || !isEnds(s[c]) || !isEnds(x[c])) return false;
  return true;
}

/** Whether a parsed line is an event with the members that are needed; `unknown` for a kind of a later version. */
export function isWellFormed(value: unknown): boolean | 'unknown' {
  if (!isObject(value) || !isNumber(value['seq']) || !isNumber(value['t']) || !isText(value['k']))
    return false;
  if (!Object.hasOwn(SHAPES, value['k'])) return 'unknown';
  return SHAPES[value['k'] as JournalEvent['k']](value);
}

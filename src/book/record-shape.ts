import { isCount } from './work-unit.ts';

type Json = Readonly<Record<string, unknown>>;

const TEXTS = ['name', 'project', 'kind', 'state', 'startedAt', 'hostId', 'rootId', 'cwd', 'grade'] as const;
const LISTS = ['command', 'marks', 'tags', 'notes'] as const;

/** What may be missing, and what it has where it is not. */
const IF_THERE = [
  ['water', 'total', 'wue'],
  ['cost', 'total', 'price'],
  ['carbon.market', 'operational', 'intensity'],
  ['cache', 'saved'],
] as const;
const PLACE_TEXTS = ['zone', 'zoneName', 'country', 'countryName', 'place'] as const;

/**
 * Why a parsed `run.json` is not the record of the run `id`; undefined where it is. Only what a listing relies on is looked at, so that
 * records of later versions, which may add but never rename, still read.
 */
export function recordComplaint(value: unknown, id: string): string | undefined {
  if (!isObject(value)) return 'It is not an object.';
  if (value['schema'] !== 'joulebook.run/1') return `Its schema is ${JSON.stringify(value['schema'])}.`;
  if (value['id'] !== id) return `It holds the run ${JSON.stringify(value['id'])}.`;
  const text = TEXTS.find((key) => typeof value[key] !== 'string');
  if (text !== undefined) return `Its ${text} is no text.`;
  const list = LISTS.find((key) => !Array.isArray(value[key]));
  if (list !== undefined) return `Its ${list} is no list.`;
  if (typeof value['durationS'] !== 'number') return 'Its durationS is no number.';
  for (const path of [
    'energy.wall.attributed',
    'energy.wall.active',
    'energy.wall.machine',
    'carbon.operational',
    'carbon.embodied',
  ]) {
    if (!isObject(follow(value, path))) return `It has no ${path}.`;
  }
  for (const [parent, ...parts] of IF_THERE) {
    const found = follow(value, parent);
    const missing = parts.find((part) => isThere(found) && !isObject(follow(value, `${parent}.${part}`)));
    if (missing !== undefined) return `It has no ${parent}.${missing}.`;
  }
  const unread = PLACE_TEXTS.find((key) => {
    const text = follow(value, `carbon.intensity.${key}`);
    return isThere(text) && typeof text !== 'string';
  });
  if (unread !== undefined) return `Its carbon.intensity.${unread} is no text.`;
  const { done } = value;
  if (isThere(done) && !(isObject(done) && Object.values(done).every(isCount)))
    return 'Its done are no counts.';
  if (!isObject(value['environment'])) return 'It has no environment.';
  const { params, metrics } = value;
  if (!isObject(params) || !Object.values(params).every(isScalar)) return 'Its params are not plain values.';
  if (!isObject(metrics) || !Object.values(metrics).every((metric) => typeof metric === 'number')) {
    return 'Its metrics are not numbers.';
  }
  return undefined;
}

function follow(value: Json, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value);
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { type PlanJson, spaceFromJson } from './plan-json.ts';
import type { StudyEvent } from './study-event.ts';

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isText = (value: unknown): value is string => typeof value === 'string';
const isIndex = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isReason = (value: unknown): boolean =>
  isObject(value) && isText(value['rule']) && isText(value['text']);
const isAbsentOr = (is: (value: unknown) => boolean, value: unknown): boolean =>
  value === undefined || is(value);

function areMetrics(value: unknown): boolean {
  if (!isObject(value)) return false;
  for (const name in value) if (!isNumber(value[name]) && !isText(value[name])) return false;
  return true;
}

/**
 * The members that the reduction leans on. A whole line may still have been written by something else, so that a journal from elsewhere cannot
 * make a reader fail.
 */
const SHAPES: Readonly<Record<StudyEvent['k'], (m: Members) => boolean>> = {
  study: (m) => m['v'] === 1 && isText(m['at']) && isPlan(m['plan']),
  open: (m) => isText(m['at']),
  plan: (m) => isPlan(m['plan']),
  over: (m) => isText(m['why']) && isText(m['text']),
  engine: (m) => isNumber(m['j']),
  queue: (m) => isIndex(m['n']) && isObject(m['configuration']) && isText(m['origin']),
  start: (m) => isIndex(m['n']) && isIndex(m['attempt']) && isAbsentOr(isObject, m['configuration']),
  report: (m) => isIndex(m['n']) && isNumber(m['x']) && areMetrics(m['m']) && isAbsentOr(isNumber, m['j']),
  energy: (m) => isIndex(m['n']) && isNumber(m['j']),
  decision: (m) => isIndex(m['n']) && isText(m['action']) && isReason(m['reason']),
  pause: (m) => isIndex(m['n']),
  end: (m) =>
    isIndex(m['n']) &&
    isText(m['state']) &&
    isAbsentOr(areMetrics, m['m']) &&
    isAbsentOr(isReason, m['reason']),
};

function isPlan(plan: unknown): boolean {
  return (
    isObject(plan) &&
    isText(plan['name']) &&
    isObject(plan['space']) &&
    Array.isArray(plan['space']['parameters']) &&
    plan['space']['parameters'].every((one) => isObject(one) && isText(one['name']) && isText(one['kind'])) &&
    isObject(plan['space']['fixed']) &&
    Array.isArray(plan['objectives']) &&
    plan['objectives'].length > 0 &&
    plan['objectives'].every((one) => isObject(one) && isText(one['metric'])) &&
    isObject(plan['budget']) &&
    isNumber(plan['seed']) &&
    Array.isArray(plan['constraints']) &&
    isObject(plan['retry']) &&
    isObject(plan['sampler']) &&
    isObject(plan['stopper']) &&
    spaceFromJson(plan['space'] as PlanJson['space']).faults.length === 0
  );
}

/** Whether a value is an event of a study; `unknown`: of a kind that is not known to this version. */
export function isStudyEvent(value: unknown): boolean | 'unknown' {
  if (!isObject(value) || !isText(value['k'])) return false;
  const shape = Object.hasOwn(SHAPES, value['k']) ? SHAPES[value['k'] as StudyEvent['k']] : undefined;
  return shape === undefined ? 'unknown' : shape(value);
}

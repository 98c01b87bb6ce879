import type { Finding } from '../../meters/source.ts';
import type { ComponentInfo } from '../../meters/meter.ts';
import { sum } from '../../units/arithmetic.ts';
import { bounded, type Estimate, estimate } from '../../units/estimate.ts';
import { powerWithBand, printPower, type PrintOptions } from '../../units/format.ts';
import type { Grade } from '../../units/sourced.ts';
import { type Check, check, type CheckState } from './check.ts';

/** A component of a run here, and what it draws now. */
export interface ComponentNow {
  readonly info: ComponentInfo;
  /** Mean power now, W; bounds where they differ. Left out for what cannot be read. */
  readonly lowW?: number;
  readonly highW?: number;
  /** Idle power that a run would reckon with, W; NaN where there is none. */
  readonly idleW?: number;
}

/** Where the idle power of a component comes from. */
export type IdleFrom = 'calibration' | 'floor' | 'driver' | 'model' | 'none';

/** A chip with less than this part of the power of all chips does not set the grade (DESIGN §4). */
const GRADE_FLOOR = 0.1;

/** The grade that a run gets if the chips draw what they draw now: the worst among those that matter. */
export function gradeHere(components: readonly ComponentNow[]): Grade {
  const chips = components.filter(({ info, highW }) => info.name !== 'other' && highW !== undefined);
  const middle = ({ lowW = 0, highW = 0 }: ComponentNow): number => (lowW + highW) / 2;
  const total = chips.reduce((sum, chip) => sum + middle(chip), 0);
  const heavy = chips.filter((chip) => total === 0 || middle(chip) / total >= GRADE_FLOOR);
  if (heavy.length === 0) return 'C';
  return heavy.reduce<Grade>((worst, { info }) => (info.grade > worst ? info.grade : worst), 'A');
}

/** Where an idle power comes from, by the sources of its error. */
export function idleFrom({ info, idleW }: ComponentNow): IdleFrom {
  if (idleW === undefined || Number.isNaN(idleW)) return 'none';
  const sources = Object.keys(info.idleErrors);
  const has = (...kinds: readonly string[]): boolean =>
    sources.some((source) => kinds.includes(source.split(':')[0] as string));
  if (has('calibration')) return 'calibration';
  if (has('floor')) return 'floor';
  return sources.length === 0 || has('model', 'idle', 'gpu-idle', 'base', 'psu') ? 'model' : 'driver';
}

/** Power now as an estimate, with the errors of the way in which it is read. */
export function powerNow({ info, lowW, highW }: ComponentNow): Estimate | undefined {
  if (lowW === undefined || highW === undefined) return undefined;
  return lowW === highW ? estimate(lowW, info.errors) : bounded(lowW, highW);
}

/** Power of all components at the socket now, W. */
export function wallNow(components: readonly ComponentNow[]): Estimate {
  return sum(components.flatMap((one) => powerNow(one) ?? []));
}

const IDLE_WORDS: Readonly<Record<IdleFrom, string>> = {
  calibration: 'from the calibration',
  floor: 'as this machine was seen to draw',
  driver: 'as its driver says',
  model: 'by the model',
  none: '',
};

/** One check for each component that a run would have: power, grade, method, idle power, and why it is not better. */
export function componentChecks(
  components: readonly ComponentNow[],
  findings: readonly Finding[],
  print: PrintOptions,
): readonly Check[] {
  return components.map((one) => {
    const { info, idleW } = one;
    const power = powerNow(one);
    const about = ['run', info.name] as const;
    const id = `component.${info.name}`;
    if (!info.available || power === undefined)
      return check(id, about, 'warn', 'cannot be measured: it is not in the totals', { why: info.reason });
    const what = [powerWithBand(power, print), `grade ${info.grade}`, methodWords(info.method)].join(', ');
    const from = idleFrom(one);
    const idle =
      from === 'none'
        ? 'idle: not known, so the active part has bounds only'
        : `idle ${printPower(idleW ?? 0, print)} ${IDLE_WORDS[from]}`;
    const why = info.grade === 'A' ? undefined : (info.reason ?? whyFor(info.name, findings));
    return check(id, about, stateOf(info), what, { why, details: [idle] });
  });
}

/** `other` is nobody's chip: that it is reckoned is as it should be. */
function stateOf({ name, grade }: ComponentInfo): CheckState {
  return grade === 'A' || name === 'other' ? 'ok' : 'note';
}

/** How a component is read, in words. */
export function methodWords(method: string): string {
  if (method === 'wall-from-chips') return 'reckoned from the chips, base power and supply';
  const [way, how] = method.split(':');
  return way === 'model' ? `modelled (${how ?? method})` : `read by ${method}`;
}

/** Why there is no counter: what was found unusable first, then what is absent. */
function whyFor(name: string, findings: readonly Finding[]): string | undefined {
  const about = findings.filter((finding) => finding.targets.some((target) => target === name));
  const first =
    about.find(({ state }) => state === 'unusable') ?? about.find(({ state }) => state === 'absent');
  return first === undefined
    ? undefined
    : [first.what, first.why].filter((text) => text !== undefined).join('; ');
}

import { crc32c } from '../../book/crc32c.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import { printEnergy } from '../../units/format.ts';
import { type Amounts, amountsOf } from './amounts.ts';
import type { Cause } from './cause.ts';
import type { WasteRules } from './rules.ts';
import type { WasteShare } from './share.ts';

/** How sure it is that a recommendation saves what it says. */
export type Confidence = 'high' | 'medium' | 'low';

/** What to do, and what it would have saved of the runs that were looked at. */
export interface Recommendation extends Amounts {
  /** By what it is known again when runs are added: `failed-1a2b3c4d`. */
  readonly key: string;
  readonly cause: Cause;
  /** What the runs have in common. */
  readonly project: string;
  readonly action: string;
  readonly confidence: Confidence;
  /** Ids of the runs that it rests on. */
  readonly evidence: readonly string[];
  /** The command to do it. */
  readonly command: readonly string[];
}

const MOST = 5;
/** A sure saving goes before an uncertain one of the same size. */
const WEIGHTS: Readonly<Record<Confidence, number>> = { high: 3, medium: 2, low: 1 };

/** What to do, and what of it its reader has set aside. */
export interface Recommendations {
  readonly shown: readonly Recommendation[];
  readonly dismissed: readonly Recommendation[];
}

/**
 * Up to five things to do, the largest expected saving first, weighed by how sure it is.
 *
 * @param dismissed keys of what is set aside; the next takes its place.
 */
export function recommend(
  wasted: readonly WasteShare[],
  totalJ: number,
  rules: WasteRules,
  dismissed: ReadonlySet<string> = new Set(),
): Recommendations {
  const groups = new Map<string, WasteShare[]>();
  for (const share of wasted) {
    const { project, command, kind, name } = share.run;
    const what = JSON.stringify([share.cause, project, kind === 'stage' ? name : command]);
    const group = groups.get(what);
    if (group === undefined) groups.set(what, [share]);
    else group.push(share);
  }
  const weightOf = ({ energy, confidence }: Recommendation): number =>
    (energy.value ?? 0) * WEIGHTS[confidence];
  const all = [...groups]
    .map(([what, group]) => recommendation(keyOf(what, group), group, rules))
    .filter(({ energy }) => (energy.value ?? 0) >= rules.leastShare * totalJ && (energy.value ?? 0) > 0)
    .sort((a, b) => weightOf(b) - weightOf(a));
  return {
    shown: all.filter(({ key }) => !dismissed.has(key)).slice(0, MOST),
    dismissed: all.filter(({ key }) => dismissed.has(key)),
  };
}

/** The cause and a hash of what the runs have in common: of a command of ten thousand letters no more is needed to know it again. */
function keyOf(what: string, [first]: readonly WasteShare[]): string {
  const bytes = new TextEncoder().encode(what);
  return `${first?.cause ?? ''}-${crc32c(bytes, 0, bytes.length).toString(16).padStart(8, '0')}`;
}

function recommendation(key: string, group: readonly WasteShare[], rules: WasteRules): Recommendation {
  const [first] = group;
  if (first === undefined) throw new Error('a group has a member');
  const { action, confidence, command, saved, isSure } = ADVICE[first.cause](group, first, rules);
  const whole = amountsOf(group);
  const ids = group.flatMap(({ run, because }) => (because === undefined ? [run.id] : [run.id, because.id]));
  return {
    key,
    cause: first.cause,
    project: first.run.project,
    action,
    confidence,
    command,
    evidence: [...new Set(ids)],
    energy: expected(whole.energy, saved, isSure),
    carbon: whole.carbon === null ? null : expected(whole.carbon, saved, isSure),
    cost: whole.cost === null ? null : expected(whole.cost, saved, isSure),
  };
}

interface Advice {
  readonly action: string;
  readonly confidence: Confidence;
  readonly command: readonly string[];
  /** The part of the group's energy that is expected to be saved. */
  readonly saved: number;
  /** False: perhaps nothing of it is. */
  readonly isSure: boolean;
}

const ADVICE: Readonly<
  Record<Cause, (group: readonly WasteShare[], first: WasteShare, rules: WasteRules) => Advice>
> = {
  failed: (group, { run }, { tryPart }) => ({
    action: `try it first with little data: it failed ${times(group)} (${commonest(group)})`,
    confidence: group.length > 2 ? 'medium' : 'low',
    command: shortTry(group, run, tryPart),
    saved: 1 - tryPart,
    isSure: false,
  }),
  killed: (group, { run }, { tryPart }) => ({
    action: `keep checkpoints and go on from them: it was ended ${times(group)} (${commonest(group)})`,
    confidence: 'low',
    command: ['joulebook', 'show', run.id],
    saved: 1 - tryPart,
    isSure: false,
  }),
  duplicate: (group, { run }) => {
    const isHashed = group.every((share) => share.run.kind === 'stage');
    return {
      action: `use the result that is there: ${group.length === 1 ? 'one run' : `${group.length} runs`} had the inputs of an earlier success`,
      confidence: isHashed ? 'high' : run.version === '' ? 'low' : 'medium',
      command: isHashed ? ['joulebook', 'repro', run.name] : asStage(run.command),
      saved: 1,
      isSure: isHashed,
    };
  },
  superseded: (group, { run }, { tryPart }) => ({
    action: `try a change with little data first: ${group.length === 1 ? 'one result was' : `${group.length} results were`} replaced by other code or data`,
    confidence: 'low',
    command: shortTry(group, run, tryPart),
    saved: 1 - tryPart,
    isSure: false,
  }),
  'past-plateau': (group, { run, evidence }) => ({
    action: `end it earlier: ${evidence}${group.length === 1 ? '' : `, and so in ${group.length} runs`}`,
    confidence: group.length > 2 ? 'high' : 'medium',
    command: limited(run, Math.max(...group.map(neededJ))),
    saved: 1,
    isSure: true,
  }),
  idle: (group, { run, evidence }) => ({
    action: `load its data ahead, or end it where it waits: it ${evidence}`,
    confidence: 'medium',
    command: ['joulebook', 'show', run.id],
    saved: 1,
    isSure: false,
  }),
};

const PLAIN = { ascii: true } as const;

function shortTry(group: readonly WasteShare[], run: WasteShare['run'], tryPart: number): readonly string[] {
  const mean = group.reduce((sum, share) => sum + alone(share), 0) / group.length;
  return limited(run, mean * tryPart);
}

/** J that the run would take by itself: of one inside another the record has no idle energy, and its part of the other has. */
function alone({ run, root, part }: WasteShare): number {
  return Math.max(run.energy.value ?? 0, part * (root.energy.value ?? 0));
}

/** The same again, ended where it has used this much. */
function limited({ kind, name, command }: WasteShare['run'], joules: number): readonly string[] {
  const limit = ['--max-energy', printEnergy(joules, PLAIN)];
  return kind === 'stage'
    ? ['joulebook', 'repro', ...limit, name]
    : ['joulebook', 'run', ...limit, '--', ...command];
}

/** What a run took until its plateau, J. */
function neededJ({ root, part }: WasteShare): number {
  return (root.energy.value ?? 0) * (1 - part);
}

/** The command as a stage of a pipeline, with the files in it as its dependencies. */
function asStage(command: readonly string[]): readonly string[] {
  const files = command.slice(1).filter((word) => /^[^-].*\.[a-z][a-z0-9]{0,5}$/iu.test(word));
  const [script = command[0] ?? 'stage'] = files;
  const name = (script.split('/').at(-1) ?? script).replace(/\.[^.]*$/, '').replaceAll(/[^\w-]/g, '-');
  return ['joulebook', 'stage', 'add', '-n', name, ...files.flatMap((file) => ['-d', file]), ...command];
}

function times({ length }: readonly WasteShare[]): string {
  return length === 1 ? 'once' : `${length} times`;
}

/** What most of them are told by. */
function commonest(group: readonly WasteShare[]): string {
  const counts = new Map<string, number>();
  for (const { evidence } of group) counts.set(evidence, (counts.get(evidence) ?? 0) + 1);
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

function expected(whole: WrittenEstimate, saved: number, isSure: boolean): WrittenEstimate {
  const { value, low, unit, high } = whole;
  const by = (end: number | null): number | null => (end === null ? null : end * saved);
  return { value: by(value), low: isSure ? by(low) : 0, high, unit, errors: {} };
}

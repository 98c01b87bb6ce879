import { type Problem, problem } from '../errors.ts';
import type { AcceleratorOrder } from '../hardware/accelerator-match.ts';
import type { Accelerator } from '../hardware/hardware-rows.ts';
import type { Match } from '../units/match.ts';
import type { AcceleratorLine } from './calc-request.ts';
import type { CalcKnowledge } from './knowledge.ts';

/** A line of accelerators whose name was looked up. */
export interface ResolvedLine {
  /** As it was written; empty where it was not. */
  readonly text: string;
  /** For people. */
  readonly name: string;
  readonly count: number;
  /** Whether anybody said how many. */
  readonly countGiven: boolean;
  readonly hours?: number;
  readonly power?: AcceleratorLine['power'];
  readonly accelerator?: Accelerator;
  /** The name is none of the tables; not that several rows could be meant. */
  readonly isUnknown: boolean;
  /** Why the accelerator is not known; matters only where its power is needed. */
  readonly unknown?: Problem;
  readonly notes: readonly string[];
}

/** Looks a line's name up. Never fails: a name that is not known matters only where nothing else gives the power. */
export function resolveLine(line: AcceleratorLine, knowledge: CalcKnowledge): ResolvedLine {
  const match = line.text.trim() === '' ? undefined : knowledge.accelerator(line.text);
  const order = match?.kind === 'found' ? match.value : undefined;
  const named = order?.countGiven === true ? order.count : countInText(line.text);
  const count = line.count ?? named ?? 1;
  const notes: string[] = [];
  if (match?.kind === 'found' && match.note !== undefined && line.power === undefined) notes.push(match.note);
  if (line.count !== undefined && named !== undefined && named !== line.count)
    notes.push(
      `"${line.text}" names ${named} accelerators, but the count given is ${line.count}: it is used`,
    );
  return {
    text: line.text.trim(),
    name: order?.accelerator.name ?? nameInText(line.text),
    count,
    countGiven: line.count !== undefined || named !== undefined,
    notes,
    isUnknown: match?.kind === 'unknown',
    ...(line.hours === undefined ? {} : { hours: line.hours }),
    ...(line.power === undefined ? {} : { power: line.power }),
    ...(order === undefined ? {} : { accelerator: order.accelerator }),
    ...(match === undefined || match.kind === 'found'
      ? {}
      : { unknown: unknownAccelerator(line.text, match) }),
  };
}

/** The name without its number. */
function nameInText(text: string): string {
  return text.trim().replace(/^\d{1,6}\s*[x×*]\s*(?=\S)/i, '') || 'accelerator';
}

/** `8 x something` says eight, whatever it is. */
function countInText(text: string): number | undefined {
  const found = /^\s*(\d{1,6})\s*[x×*]\s*\S/i.exec(text)?.[1];
  return found === undefined || Number(found) === 0 ? undefined : Number(found);
}

/** The three parts for a name that is not in the table, or that several rows could be. */
function unknownAccelerator(
  text: string,
  match: Exclude<Match<AcceleratorOrder>, { kind: 'found' }>,
): Problem {
  const list = (orders: readonly AcceleratorOrder[]): string =>
    orders
      .slice(0, 6)
      .map(({ accelerator }) => accelerator.name)
      .join(', ');
  if (match.kind === 'ambiguous')
    return problem(
      'E_HARDWARE',
      `"${text}" could be several accelerators`,
      'They differ in power.',
      `Say which: ${list(match.candidates)}.`,
    );
  return problem(
    'E_HARDWARE',
    `no accelerator is known as "${text}"`,
    'It is not in the tables.',
    match.nearest.length === 0
      ? 'Give its mean power: `--power 300W`.'
      : `Nearest: ${list(match.nearest)}. Or give its mean power: \`--power 300W\`.`,
  );
}

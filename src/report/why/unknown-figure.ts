import { type Problem, problem } from '../../errors.ts';
import { editDistance } from '../../units/edit-distance.ts';

/** Most names that are told as near. */
const MOST_NEAR = 3;
/** Width of a line of names. */
const LINE = 68;

/**
 * A run has no figure of this name: the nearest names, or all that there are.
 *
 * @param offered names of the run's figures; `known` are all that would be understood.
 */
export function unknownFigure(name: string, offered: readonly string[], known: readonly string[]): Problem {
  const near = nearest(name, known);
  const fix =
    near.length > 0
      ? `Did you mean ${near.map((one) => `\`${one}\``).join(' or ')}?`
      : `Its figures are\n${linesOf(offered).join('\n')}`;
  return problem('E_NOT_FOUND', `the run has no figure "${name}"`, undefined, fix);
}

/** A name of the record that is no number. */
export function noFigure(name: string): Problem {
  return problem(
    'E_NOT_FOUND',
    `${name} is no figure`,
    'It is a name, a list or a time, which has no chain behind it.',
    `See it with \`joulebook show @last --field ${name}\`.`,
  );
}

/** Names at most one slip in three characters away, the nearest first. */
function nearest(name: string, known: readonly string[]): readonly string[] {
  const wanted = name.toLowerCase();
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  return [...new Set(known)]
    .map((one) => ({ one, distance: editDistance(wanted, one.toLowerCase()) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_NEAR)
    .map(({ one }) => one);
}

function linesOf(names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + name.length <= LINE)
      lines[lines.length - 1] = `${last}, ${name}`;
    else lines.push(name);
  }
  return lines.map((line, i) => (i < lines.length - 1 ? `${line},` : `${line}.`));
}

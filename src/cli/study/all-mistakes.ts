import { type Problem, problem } from '../../errors.ts';

/** Several mistakes of one file as one problem: the first one with its place, and the others behind it. */
export function allMistakes(problems: readonly Problem[]): Problem {
  const [first, ...rest] = problems;
  if (first === undefined) throw new Error('a file was refused without a reason');
  if (rest.length === 0) return first;
  const others = rest.map(({ what, why, at }) => {
    const place = at?.line === undefined ? '' : `line ${at.line}: `;
    return `${place}${what}${why === undefined ? '' : `. ${why}`}`;
  });
  const why = [first.why ?? '', 'Besides:', ...others].filter((line) => line !== '').join('\n');
  return problem(first.code, first.what, why, first.fix, first.at);
}

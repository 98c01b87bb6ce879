import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { type Experiment, EXPERIMENTS, type ExpName, parseRef, refOf } from './exp-ref.ts';
import type { GitPlumbing } from './plumbing.io.ts';

/** Every experiment of the repository, in the order of git: by baseline, then by name. */
export function allExperiments(git: GitPlumbing): readonly Experiment[] {
  const lines = git.ask(['for-each-ref', '--format=%(objectname) %(refname)', EXPERIMENTS]) ?? '';
  return lines.split('\n').flatMap((line) => {
    const cut = line.indexOf(' ');
    const name = parseRef(line.slice(cut + 1));
    return name === undefined ? [] : [{ ...name, rev: line.slice(0, cut) }];
  });
}

/** The experiment of a name, or of its full name in git; of several, the one derived from the commit that is checked out. */
export function experimentNamed(git: GitPlumbing, word: string): Result<Experiment | undefined> {
  const all = allExperiments(git);
  if (word.startsWith('refs/')) return ok(all.find((one) => refOf(one) === word));
  const named = all.filter(({ name }) => name === word);
  if (named.length <= 1) return ok(named[0]);
  const { head } = git;
  const here = named.find(({ baseline }) => baseline === head);
  return here === undefined ? err(ambiguous(word, named)) : ok(here);
}

/** The commit that a word means: a branch, tag or hash of git, else the name of an experiment. */
export function revOf(git: GitPlumbing, word: string): Result<string> {
  const known = git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${word}^{commit}`]);
  if (known !== undefined) return ok(known);
  const found = experimentNamed(git, word);
  if (!found.ok) return found;
  return found.value === undefined ? err(unknownRev(word)) : ok(found.value.rev);
}

/** Why a name cannot be an experiment's; undefined where it can. */
export function nameProblem(git: GitPlumbing, name: ExpName, isReplaced: boolean): Problem | undefined {
  const ref = refOf(name);
  if (name.name.includes('/') || git.ask(['check-ref-format', ref]) === undefined)
    return problem(
      'E_PIPELINE',
      `Invalid exp name ${name.name}`,
      'it becomes a part of a name in git, which allows no spaces, slashes, colons or wildcards',
      'use letters, digits, dashes and underscores',
    );
  const isTaken = git.ask(['rev-parse', '--verify', '--quiet', ref]) !== undefined;
  return isTaken && !isReplaced ? taken(name.name) : undefined;
}

/** An experiment of that name is there already. */
export function taken(name: string): Problem {
  return problem(
    'E_PIPELINE',
    `Experiment conflicts with existing experiment '${name}'.`,
    'it was derived from the same commit',
    'choose another name (-n), or replace it (-f)',
  );
}

/** Names that no experiment has. */
export function unknownNames(names: readonly string[], remote?: string): Problem {
  const all = names.join('; ');
  return problem(
    'E_PIPELINE',
    remote !== undefined
      ? `Experiment '${all}' does not exist in '${remote}'`
      : names.length > 1
        ? `'${all}' are not valid experiment names`
        : `'${all}' is not a valid experiment name`,
    undefined,
    `\`joulebook exp list -A${remote === undefined ? '' : ` ${remote}`}\` shows all`,
  );
}

function unknownRev(word: string): Problem {
  return problem(
    'E_PIPELINE',
    `unknown Git revision '${word}'`,
    'it is no branch, tag or commit, and no experiment',
    '`joulebook exp list -A` shows all experiments',
  );
}

function ambiguous(word: string, named: readonly Experiment[]): Problem {
  return problem(
    'E_PIPELINE',
    `Ambiguous name '${word}' refers to multiple experiments.`,
    named.map((one) => refOf(one)).join('\n'),
    'use one of these full names instead',
  );
}

import { type Problem, problem } from '../../errors.ts';
import { commandNames } from '../spec/commands.ts';
import { type CommandFamily, familyOf, firstWords, secondWords } from '../spec/families.ts';
import { didYouMean } from './did-you-mean.ts';

/** Why the first words of a command line are no command, and which was probably meant. */
export function unknownCommand(words: readonly string[]): Problem {
  const [first = '', second] = words;
  if (first.startsWith('-'))
    return problem('E_USAGE', `unknown option ${first}`, 'A command comes first.', 'See `joulebook --help`.');
  const family = familyOf(first);
  if (family !== undefined) return unfinishedCommand(family, second);
  const meant = meantBy(first, second);
  return problem(
    'E_USAGE',
    `unknown command "${first}"`,
    undefined,
    meant === undefined
      ? `See \`joulebook --help\`. To measure a command: joulebook run -- ${first}`
      : `Did you mean \`${meant}\`?`,
  );
}

/** `stage` alone, or with a second word that is none. */
function unfinishedCommand(family: CommandFamily, second: string | undefined): Problem {
  const { first } = family;
  const known = secondWords(family);
  const all = `One of ${known.map((word) => `\`${first} ${word}\``).join(', ')}. See \`joulebook ${first} --help\`.`;
  if (second === undefined || second.startsWith('-'))
    return problem('E_PIPELINE_USAGE', `joulebook ${first}: a second word is missing`, undefined, all);
  const meant = didYouMean(second, known);
  return problem(
    'E_PIPELINE_USAGE',
    `unknown command "${first} ${second}"`,
    undefined,
    meant === undefined ? all : `Did you mean \`${first} ${meant}\`?`,
  );
}

/** `satge list`, `stage-list` and `metric diff` are near a command of two words. */
function meantBy(first: string, second: string | undefined): string | undefined {
  const near = didYouMean(first, firstWords());
  const family = near === undefined ? undefined : familyOf(near);
  if (family === undefined) return near ?? didYouMean(first, commandNames());
  const word = second === undefined ? undefined : didYouMean(second, secondWords(family));
  return word === undefined ? family.first : `${family.first} ${word}`;
}

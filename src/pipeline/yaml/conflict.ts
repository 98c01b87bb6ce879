import { type Problem, problem } from '../../errors.ts';
import { placeAt } from './place-at.ts';

const CONFLICT = /^<{7} .*$/m;

/** The problem of a file in which Git left a conflict of two branches; undefined where there is none. */
export function conflictAt(text: string, file: string): Problem | undefined {
  const found = CONFLICT.exec(text);
  if (found === null || !/^>{7} /m.test(text)) return undefined;
  const isLock = file.endsWith('dvc.lock');
  return problem(
    'E_PIPELINE_FILE',
    `${file} holds a merge conflict`,
    'Git could not join two branches and left both in the file.',
    isLock
      ? `Take one side whole (\`git checkout --ours ${file}\` or \`--theirs\`), then run \`joulebook repro\`: what does not fit is restored from the cache or run again.`
      : 'Choose between the lines of both sides and remove the marks.',
    placeAt(text, file, found.index, found[0].length),
  );
}

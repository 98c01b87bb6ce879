import { type Problem, problem } from '../../errors.ts';

/** What is told of a pipe, a socket or a device, which would never end or never begin to be read. */
export function notAFile(path: string): Problem {
  return problem(
    'E_PIPELINE',
    `cannot hash ${path}`,
    'it is neither a file nor a folder',
    'take it away from there',
  );
}

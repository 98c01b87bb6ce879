import { type Problem, problem } from '../../errors.ts';
import { bodyPath, type Definition } from '../definition/definition.ts';
import type { ResolvedStage } from '../resolve/resolve-stages.ts';
import { lostBetween } from './shell-line.ts';

/** Finds commands of several lines that need each other, though DVC runs each line, or each item of a list, in a shell of its own. */
export function lintSplitCommands(
  definition: Definition,
  stages: readonly ResolvedStage[],
): readonly Problem[] {
  const problems: Problem[] = [];
  const told = new Set<string>();
  for (const { name, group = name, stage } of stages) {
    if (!stage.ok || told.has(group)) continue;
    const { cmd } = stage.value;
    const lost = lostBetween(typeof cmd === 'string' ? linesOf(cmd) : cmd);
    if (lost === undefined) continue;
    told.add(group);
    problems.push(splitProblem(definition, group, typeof cmd === 'string', lost));
  }
  return problems;
}

/** As Python's `splitlines` splits. */
function linesOf(cmd: string): readonly string[] {
  // oxlint-disable-next-line no-control-regex
  return cmd.split(/\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/u);
}

function splitProblem(definition: Definition, name: string, isText: boolean, lost: string): Problem {
  const stage = definition.stages.get(name);
  const path = stage === undefined ? ['stages', name] : [...bodyPath(stage), 'cmd'];
  return problem(
    'E_PIPELINE_FILE',
    `the ${isText ? 'lines' : 'items'} of cmd of stage '${name}' are shells of their own, and ${lost}`,
    isText
      ? 'DVC splits a command at its line ends and starts a shell for each line'
      : 'DVC starts a shell for each item of the list',
    isText
      ? 'join the lines with && under `cmd: >-`, or put them into a script'
      : 'join the items with &&, or put them into a script',
    definition.tree.placeOf(path, 'key'),
  );
}

import { nodesNamed, pathFrom } from '../../pipeline/graph/targets.ts';
import { addressOf } from '../../pipeline/graph/address.ts';
import type { Node } from '../../pipeline/model/stage.ts';
import { loadProjectParts, type ProjectParts } from '../../pipeline/project/load-project.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { printedTable } from '../pipeline/plain-table.ts';
import { tellLints } from '../pipeline/tell-lints.io.ts';
import { stageDescription } from '../pipeline/stage-description.ts';
import type { STAGE_LIST } from '../spec/pipeline-reading-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof STAGE_LIST>;

/** `joulebook stage list`: the stages of a project. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const project = loadProjectParts(context.host);
  if (!project.ok) return context.fail(project.error);
  tellLints(context, project.value);
  const nodes = chosen(project.value, input);
  if (!nodes.ok) return context.fail(nodes.error);
  const { nameOnly, namesOnly } = input.options;
  const rows = nodes.value.map((node) => [
    addressOf(node, project.value.from),
    nameOnly || namesOnly ? '' : stageDescription(node),
  ]);
  if (context.json)
    return context.succeed({ stages: rows.map(([stage, description]) => ({ stage, description })) });
  context.out(printedTable([], rows));
  return 0;
}

function chosen(
  { nodes, faults, from }: ProjectParts,
  { options: { all, fail, recursive }, arguments: { targets } }: Input,
): Result<readonly Node[]> {
  const [first] = faults;
  if (fail && first !== undefined) return err(first.problem);
  if (all) return ok(nodes);
  const asked = targets.length === 0 ? ['dvc.yaml'] : targets;
  const files = new Set(asked.map((word) => pathFrom(from, word)));
  // A file that is asked for as a whole is listed as a whole.
  const ofAsked = faults.find(({ file }) => files.has(file));
  if (ofAsked !== undefined) return err(ofAsked.problem);
  const named = nodesNamed(nodes, asked, { from, isRecursive: recursive });
  // A file that is asked for by name and is not understood is told, not left out.
  return !named.ok && first !== undefined ? err(first.problem) : named;
}

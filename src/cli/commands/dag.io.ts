import { problem } from '../../errors.ts';
import { relativePath } from '../../pipeline/graph/address.ts';
import { nodesNamed, pathFrom } from '../../pipeline/graph/targets.ts';
import { addressOf } from '../../pipeline/graph/address.ts';
import { collapsed, type Dag, outDag, partOf, stageDag } from '../../pipeline/draw/dag.ts';
import { type Beside, boxesText, dotText, mermaidText, outlineText } from '../../pipeline/draw/dag-text.ts';
import { ok, type Result } from '../../result.ts';
import { printEnergy } from '../../units/format.ts';
import type { CliContext } from '../context.ts';
import { textWidth } from '../output/text-width.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { type OpenProject, openProject } from '../pipeline/open-project.io.ts';
import { stageEnergies } from '../pipeline/stage-energies.io.ts';
import type { DAG } from '../spec/pipeline-reading-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { printOptions } from '../views/look.ts';

type Input = InputOf<typeof DAG>;

/** `joulebook dag`: what needs what in a project. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const { options } = input;
  if (options.outs && options.collapse) {
    const what = '`--outs` and `--collapse-foreach-matrix` are mutually exclusive';
    return context.fail(problem('E_PIPELINE', what, 'outputs have no groups', 'give one of them'));
  }
  const opened = openProject(context);
  if (!opened.ok) return context.fail(opened.error);
  const dag = asked(opened.value, input);
  if (!dag.ok) return context.fail(dag.error);
  const energies = options.energy || context.json ? stageEnergies(opened.value) : new Map();
  if (context.json) {
    const nodes = [...dag.value].map(([name, needs]) => ({
      name,
      needs,
      energy: energies.get(name) ?? null,
    }));
    return context.succeed({ nodes });
  }
  const print = printOptions(lookOf(context, {}));
  const beside: Beside = (name) => {
    const energy = energies.get(name);
    return energy === undefined ? undefined : printEnergy(energy, print);
  };
  if (options.dot) context.out(`${dotText(dag.value, beside)}\n`);
  else if (options.markdown) context.out(`\`\`\`mermaid\n${mermaidText(dag.value, beside)}\n\`\`\`\n`);
  else if (options.mermaid) context.out(`${mermaidText(dag.value, beside)}\n`);
  else context.out(`${fitting(context, dag.value, beside)}\n`);
  return 0;
}

/** Boxes; on a terminal that is too narrow for them, lines. */
function fitting(context: CliContext, dag: Dag, beside: Beside): string {
  const boxes = boxesText(dag, beside);
  if (!context.isTTY) return boxes;
  const isWide = boxes.split('\n').some((row) => textWidth(row.trimEnd()) > context.columns);
  return isWide ? outlineText(dag, beside) : boxes;
}

function asked({ bench, graph }: OpenProject, { options, arguments: { target } }: Input): Result<Dag> {
  const { from } = bench.project;
  const dag = options.outs ? outDag(graph, from) : stageDag(graph, from);
  const finished = (whole: Dag): Result<Dag> => ok(options.collapse ? collapsed(whole) : whole);
  if (target === undefined) return finished(dag);
  const named = nodesNamed(graph.nodes, [target], { from });
  if (!named.ok) return named;
  const at = pathFrom(from, target);
  const isOut = named.value.some(({ outs }) => outs.some((out) => out.at === at));
  const targets = options.outs
    ? named.value.flatMap(({ outs }) =>
        outs.filter((out) => !isOut || out.at === at).map((out) => relativePath(from, out.at)),
      )
    : named.value.map((node) => addressOf(node, from));
  return finished(partOf(dag, targets, options.full));
}

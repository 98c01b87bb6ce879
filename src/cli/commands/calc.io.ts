import type { CalcResult } from '../../calc/calc-result.ts';
import { problem } from '../../errors.ts';
import { packageText } from '../../host/package-data.io.ts';
import { computeCalc } from '../calc/compute.io.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import type { CALC } from '../spec/calc-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof CALC>;

/** `joulebook calc`: an estimate without measuring. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const { options } = input;
  if (input.arguments.what === 'machine') return runMachine(context, options.batch);
  if (options.batch !== undefined) {
    const { runBatch } = await import('../calc/batch.io.ts');
    return runBatch(context, options.batch, {
      method: options.method,
      scope: options.scope,
      wide: options.wide,
    });
  }
  const outcome = computeCalc(context, input);
  if (!outcome.ok) return context.fail(outcome.error);
  if (context.json) return context.succeed((await import('../calc/calc-json.ts')).calcJson(outcome.value));
  const { carbonMissing } = outcome.value.result;
  // A card without its one number would say nothing.
  if (options.modelCard && carbonMissing !== undefined) return context.fail(carbonMissing);
  const text = await reportsOf(outcome.value.result, options);
  if (text !== undefined) {
    context.out(text);
    return 0;
  }
  const { calcView } = await import('../calc/calc-view.ts');
  context.out(`${calcView(outcome.value, lookOf(context, options)).join('\n')}\n`);
  return 0;
}

async function reportsOf(result: CalcResult, options: Input['options']): Promise<string | undefined> {
  const { latex, bibtex, markdown, modelCard } = options;
  if (!(latex || bibtex || markdown || modelCard)) return undefined;
  const parts: string[] = [];
  if (latex) parts.push((await import('../../calc/text/latex.ts')).latexText(result));
  if (bibtex)
    parts.push(
      (await import('../../calc/text/bibtex.ts')).bibtexText(result, packageText('data/calc/references.bib')),
    );
  if (markdown) parts.push((await import('../../calc/text/markdown.ts')).markdownText(result));
  if (modelCard) parts.push((await import('../../calc/text/model-card.ts')).modelCardText(result));
  return parts.join('\n');
}

async function runMachine(context: CliContext, batch: string | undefined): Promise<number> {
  if (batch === undefined)
    return context.fail(
      problem(
        'E_USAGE',
        'calc machine: --batch is missing',
        'It answers rows of a file.',
        'Write `joulebook calc machine --batch rows.jsonl --json`.',
      ),
    );
  const { runMachineBatch } = await import('../calc/machine-batch.io.ts');
  return runMachineBatch(context, batch);
}

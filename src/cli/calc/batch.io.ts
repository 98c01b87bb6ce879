import { answerRow, type BatchOptions } from '../../calc/batch/answer-row.ts';
import type { RowAnswer } from '../../calc/batch/row-answer.ts';
import { readBatch } from '../../calc/batch/read-batch.ts';
import { calcKnowledge } from '../../calc/knowledge.io.ts';
import { rememberedKnowledge } from '../../calc/remembered-knowledge.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { batchView } from './batch-view.ts';
import { readTextFile } from './read-text-file.io.ts';

/** `joulebook calc --batch FILE`: one answer for each row, in their order. Exit 0 whenever the file could be read. */
export function runBatch(
  context: CliContext,
  file: string,
  options: BatchOptions & { readonly wide: boolean },
): number {
  const text = readTextFile(context, file);
  if (!text.ok) return context.fail(text.error);
  const rows = readBatch(text.value, file);
  if (!rows.ok) return context.fail(rows.error);
  const knowledge = rememberedKnowledge(calcKnowledge(context.host));
  const answers: RowAnswer[] = rows.value.map((row) => answerRow(row, options, knowledge));
  if (context.json) return context.succeed({ rows: answers });
  context.out(`${batchView(answers, lookOf(context, { wide: options.wide })).join('\n')}\n`);
  return 0;
}

import { readFileSync } from 'node:fs';
import { type Problem, problem } from '../../errors.ts';
import { whyUnread } from '../../host/file-failure.io.ts';
import { type CardVerdict, lintCard } from '../../report/lint-card/lint-card.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { cardFiles } from '../report/card-files.io.ts';
import { lintKnowledge } from '../report/lint-knowledge.io.ts';
import { lintView } from '../report/lint-view.ts';
import type { LINT_CARD } from '../spec/report-specs.ts';
import type { InputOf } from '../spec/spec.ts';

const STDIN = 0;

/** `joulebook lint-card`. */
export async function run(context: CliContext, input: InputOf<typeof LINT_CARD>): Promise<number> {
  const texts: { readonly file: string; readonly text: string }[] = [];
  const files: string[] = [];
  const unread: Problem[] = [];
  for (const path of input.arguments.files) {
    const found = cardFiles(path);
    if (!found.ok) return context.fail(found.error);
    files.push(...found.value);
  }
  for (const file of files) {
    const text = textOf(file);
    if (text.ok) texts.push({ file, text: text.value });
    else unread.push(text.error);
  }
  // One of many that cannot be read keeps nobody from what is wrong with the others.
  const [first] = unread;
  if (first !== undefined && texts.length === 0) return context.fail(first);
  for (const one of unread) context.warn(one);
  const knowledge = lintKnowledge(context.host);
  const cards = texts.map(({ file, text }) => ({ file, verdict: lintCard(text, knowledge) }));
  const isFailed = cards.some(({ verdict }) => !isGood(verdict, input.options.strict));
  if (context.json)
    context.succeed({
      cards: cards.map(({ file, verdict }) => ({
        file,
        ok: isGood(verdict, input.options.strict),
        ...verdict,
      })),
    });
  else {
    const look = lookOf(context, {});
    const lines = cards.flatMap(({ file, verdict }) => lintView(file, verdict, look));
    if (lines.length > 0) context.out(`${lines.join('\n')}\n`);
  }
  return isFailed ? 5 : unread.length > 0 ? 1 : 0;
}

function isGood({ findings }: CardVerdict, isStrict: boolean): boolean {
  return findings.every(({ level }) => level === 'note' || (level === 'warning' && !isStrict));
}

function textOf(file: string): Result<string> {
  try {
    return ok(readFileSync(file === '-' ? STDIN : file, 'utf8'));
  } catch (error) {
    const { why, fix } = whyUnread(error);
    return err(problem('E_IMPORT', `cannot read ${file}`, why, fix));
  }
}

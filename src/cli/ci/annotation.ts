import type { CiResult } from './ci-result.ts';
import { changeText, VERDICT_WORDS, verdictSentence } from './texts.ts';

/**
 * A workflow command of GitHub Actions that stands beside the job; undefined where there is nothing to say. Escaped as
 * actions/toolkit does it, so that no name can end the command and begin one of its own.
 */
export function annotation(result: CiResult): string | undefined {
  const { verdict } = result;
  if (verdict === 'within' || verdict === 'failed') return undefined;
  const isAccepted = result.updated !== undefined;
  const level = isAccepted ? 'notice' : verdict === 'over' ? 'error' : 'warning';
  const name = result.fresh[0]?.name ?? '';
  const title = property(`Energy of ${name}: ${VERDICT_WORDS[verdict]}`);
  const change = changeText(result, {});
  const text = [change, verdictSentence(result)].filter((part) => part !== '').join('. ');
  return `::${level} title=${title}::${message(text)}\n`;
}

function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

import { closeSync, openSync, readSync } from 'node:fs';
import type { CliContext } from '../context.ts';

/** Whether somebody can be asked. */
export function canAsk(context: CliContext): boolean {
  if (!context.errIsTTY || context.json) return false;
  const fd = openTerminal();
  if (fd === undefined) return false;
  closeSync(fd);
  return true;
}

/** Asks on the terminal; false where the answer is not yes. */
export function askYes(context: CliContext, question: string): boolean {
  return /^y(es)?$/i.test(askLine(context, `${question} [y/N] `) ?? '');
}

/** Asks for a line on the terminal; undefined where there is none. */
export function askLine(context: CliContext, question: string): string | undefined {
  const fd = openTerminal();
  if (fd === undefined) return undefined;
  context.err(question);
  try {
    const buffer = Buffer.alloc(256);
    return buffer.toString('utf8', 0, readSync(fd, buffer, 0, buffer.length, null)).trim();
  } finally {
    closeSync(fd);
  }
}

function openTerminal(): number | undefined {
  try {
    return openSync('/dev/tty', 'r');
  } catch {
    return undefined;
  }
}

import { closeSync, openSync, readSync } from 'node:fs';
import type { CliContext } from '../context.ts';

/** Asks on the terminal, until yes or no is said. Where there is none, nobody says yes. */
export function confirm(context: CliContext, question: string): boolean {
  if (!context.errIsTTY || context.json) return false;
  let fd: number;
  try {
    fd = openSync('/dev/tty', 'r');
  } catch {
    return false;
  }
  try {
    const buffer = Buffer.alloc(256);
    for (;;) {
      context.err(`${question} [y/n] `);
      const read = readSync(fd, buffer, 0, buffer.length, null);
      const answer = buffer.toString('utf8', 0, read).trim().toLowerCase();
      if (answer === 'y' || answer === 'yes') return true;
      if (answer === 'n' || answer === 'no' || read === 0) return false;
    }
  } finally {
    closeSync(fd);
  }
}

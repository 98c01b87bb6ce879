import { readSync } from 'node:fs';
import type { CliContext } from '../context.ts';

/** Asks before a stage, in DVC's words; an end of the input is a no. Several are asked one after the other. */
export async function confirmStage(context: CliContext, address: string): Promise<boolean> {
  for (;;) {
    context.out(`Going to reproduce stage: '${address}'. Are you sure you want to continue? [y/n] `);
    const answer = readLine()?.trim().toLowerCase();
    if (answer === undefined) return false;
    if (answer === 'y' || answer === 'yes') return true;
    if (answer === 'n' || answer === 'no') return false;
    context.out('Your response must be one of: yes, no, y, n. Please try again.\n');
  }
}

/** A line of stdin, byte by byte: what follows it is the stages'. Undefined at its end. */
function readLine(): string | undefined {
  const byte = Buffer.alloc(1);
  const bytes: number[] = [];
  for (;;) {
    let n: number;
    try {
      n = readSync(0, byte, 0, 1, null);
    } catch {
      n = 0; // nobody is there to answer
    }
    if (n === 0) return bytes.length === 0 ? undefined : Buffer.from(bytes).toString('utf8');
    if (byte[0] === 0x0a) return Buffer.from(bytes).toString('utf8');
    bytes.push(byte[0] ?? 0);
  }
}

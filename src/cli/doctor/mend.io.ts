import { openSync, readSync, closeSync, realpathSync } from 'node:fs';
import type { CliContext } from '../context.ts';
import { shellWord } from '../views/run-view.ts';
import type { Fix } from './fix.ts';

/** What became of one fix. */
type Fate = 'applied' | 'failed' | 'needs-root' | 'not-asked' | 'declined';

/** A fix with its fate, as `--json` tells it. */
interface Told {
  readonly id: Fix['id'];
  readonly what: string;
  readonly state: Fate;
  /** What was found after it was applied, or the command that would apply it. */
  readonly said: string;
}

/**
 * Shows what can be mended, asks, does it and looks whether it worked. Never becomes root by itself.
 *
 * @returns 0 where nothing is left to mend.
 */
export async function mend(context: CliContext, fixes: readonly Fix[], isAgreed: boolean): Promise<number> {
  const isRoot = context.host.uid === 0;
  if (!context.json) show(context, fixes);
  const ours = fixes.filter(({ needsRoot }) => isRoot || !needsRoot);
  const consent = isAgreed || ours.length === 0 ? 'yes' : ask(context);
  const told: Told[] = [];
  for (const fix of fixes) {
    const fate = await fateOf(fix, ours.includes(fix), consent);
    told.push({ id: fix.id, what: fix.what, ...fate });
    if (!context.json) tell(context, fix, fate);
  }
  context.succeed({ fixes: told });
  return told.every(({ state }) => state === 'applied') ? 0 : 1;
}

async function fateOf(
  fix: Fix,
  isOurs: boolean,
  consent: 'yes' | 'no' | 'nobody',
): Promise<Pick<Told, 'state' | 'said'>> {
  if (!isOurs) return { state: 'needs-root', said: `sudo ${self()} doctor --fix` };
  if (consent === 'nobody') return { state: 'not-asked', said: 'joulebook doctor --fix --yes' };
  if (consent === 'no') return { state: 'declined', said: 'nothing changed' };
  const { worked, said } = await fix.apply();
  return { state: worked ? 'applied' : 'failed', said };
}

/** This program, such that it is found without our PATH: sudo has its own. */
function self(): string {
  const script = process.argv[1] ?? 'joulebook';
  return [process.execPath, safeRealPath(script)].map(shellWord).join(' ');
}

function safeRealPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** What would be done, word for word: nothing of it is wrapped, so that it can be copied. */
function show(context: CliContext, fixes: readonly Fix[]): void {
  const { style } = context;
  if (fixes.length === 0) context.out('There is nothing to mend here that joulebook could.\n');
  for (const { what, shows } of fixes)
    context.out(`${style.bold(capital(what))}\n${shows.map((line) => `  ${line}\n`).join('')}`);
}

function tell(context: CliContext, { what }: Fix, { state, said }: Pick<Told, 'state' | 'said'>): void {
  const { style } = context;
  const words: Readonly<Record<Fate, string>> = {
    applied: `${style.green('done:')} ${said}`,
    failed: `${style.red('failed:')} ${said}`,
    'needs-root': `To ${what}, root is needed:\n  ${said}`,
    'not-asked': `There is no terminal to ask on. To do it: ${said}`,
    declined: said,
  };
  context.out(`${words[state]}\n`);
}

function ask(context: CliContext): 'yes' | 'no' | 'nobody' {
  if (!context.errIsTTY || context.json) return 'nobody';
  let fd: number;
  try {
    fd = openSync('/dev/tty', 'r');
  } catch {
    return 'nobody';
  }
  try {
    context.err('Do it? [y/N] ');
    const buffer = Buffer.alloc(64);
    const answer = buffer.toString('utf8', 0, readSync(fd, buffer, 0, buffer.length, null)).trim();
    return /^y(es)?$/i.test(answer) ? 'yes' : 'no';
  } finally {
    closeSync(fd);
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

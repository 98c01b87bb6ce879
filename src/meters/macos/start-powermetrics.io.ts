import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Host } from '../../host/host.ts';
import type { Finding } from '../source.ts';
import type { PowermetricsFeed } from './powermetrics-source.ts';
import { type PowermetricsSample, PowermetricsText } from './powermetrics-text.ts';
import { POWERMETRICS, powermetricsArguments, sudoersFix } from './powermetrics-command.ts';

/** How long sudo may take to say whether it lets us, ms. */
const ASK_MS = 2000;

/**
 * Starts `powermetrics`, if that needs no password: as root, or where sudo is set up to allow it. Nobody is ever asked for one. To be
 * called before the command that is measured is started. `JOULEBOOK_POWERMETRICS` names another program, which is started as it is.
 *
 * @returns its samples as they come, or why there are none; undefined where this is no Mac.
 */
export function startPowermetrics(host: Host, sampleMs: number): PowermetricsFeed | Finding | undefined {
  if (host.platform !== 'darwin') return undefined;
  const other = host.env['JOULEBOOK_POWERMETRICS'];
  const args = powermetricsArguments(sampleMs);
  if (other !== undefined && other !== '') return start(host, other, args);
  if (host.uid === 0) return start(host, POWERMETRICS, args);
  const fix = sudoersFix(host.env['USER'] ?? host.env['LOGNAME'] ?? '$(whoami)', args);
  // With other commands that need no password sudo may say yes here and still ask for one: then it ends at once, with this fix.
  if (isAllowed(args)) return start(host, 'sudo', ['-n', POWERMETRICS, ...args], fix);
  return {
    meter: 'powermetrics',
    state: 'unusable',
    what: 'powermetrics tells the powers of CPU, GPU and neural engine',
    why: 'only root may run it, and sudo would ask for a password',
    fix,
    targets: ['cpu', 'gpu:0'],
    looked: [POWERMETRICS],
  };
}

function isAllowed(args: readonly string[]): boolean {
  const { status } = spawnSync('sudo', ['-n', '-l', POWERMETRICS, ...args], {
    stdio: 'ignore',
    timeout: ASK_MS,
  });
  return status === 0;
}

function start(host: Host, command: string, args: readonly string[], fix?: string): PowermetricsFeed {
  return new ChildFeed(
    host,
    spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], env: { ...host.env, LC_ALL: 'C' } }),
    fix,
  );
}

/** Samples of a child process. It does not keep us alive, and ends with us: its next line then meets a closed pipe. */
class ChildFeed implements PowermetricsFeed {
  readonly #child: ChildProcessByStdio<null, Readable, null>;
  #listener: ((sample: PowermetricsSample, atS: number) => void) | undefined;
  #isClosed = false;
  readonly fix: string | undefined;
  ended = '';

  constructor(host: Host, child: ChildProcessByStdio<null, Readable, null>, fix: string | undefined) {
    this.#child = child;
    this.fix = fix;
    const text = new PowermetricsText((sample) => this.#listener?.(sample, host.clock.bootS()));
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (piece: string) => text.add(piece));
    child.stdout.on('error', () => (this.ended ||= 'the pipe from powermetrics broke'));
    child.on('error', (error) => (this.ended ||= `powermetrics could not be started: ${error.message}`));
    child.on('exit', (code, signal) => {
      if (!this.#isClosed) this.ended ||= `powermetrics ended (${signal ?? `exit status ${code}`})`;
    });
    child.unref();
    (child.stdout as Readable & { unref?: () => void }).unref?.();
  }

  onSample(listener: (sample: PowermetricsSample, atS: number) => void): void {
    this.#listener = listener;
  }

  close(): void {
    this.#isClosed = true;
    // Under sudo it is root's and may not be signalled: there the closed pipe ends it.
    this.#child.kill();
    this.#child.stdout.destroy();
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Host } from '../../host/host.ts';
import type { Channel, ChannelTrouble, EnergySource } from '../source.ts';
import { parseDcmi } from './dcmi-text.ts';
import { ipmiAccess } from './ipmi-access.io.ts';
import { PolledPower } from './polled-power.ts';
import { wholeConstants } from './whole-constants.io.ts';
import { errorsOf } from './whole-constants.ts';

/** A meter that another program reads for us: it must be started before the measured command, and closed after it. */
export interface ExternalFeed extends EnergySource {
  /** Of the shell that runs the program, to be left out of every run with its children; undefined if it could not be started. */
  readonly pid: number | undefined;
}

/** How a feed is set up. */
export interface IpmiOptions {
  readonly hostId: string;
  /** Seconds between two readings; controllers renew theirs about once a second, and a reading costs some milliseconds of CPU. */
  readonly everyS?: number;
}

const EVERY_S = 2;
/** A reading is believed for so many intervals. */
const HOLD_INTERVALS = 5;
/** Ends what one run of the tool printed: a line that no tool prints. */
const END = '\u0004joulebook';
/** More than this between two ends is no answer; bytes. */
const MOST_TEXT = 65_536;

/**
 * One run of the tool for each line that we send, and its end marked. The shell waits in `read`: where we close the pipe or die, it sees
 * the end of its input and ends by itself, and a tool that still runs is its last.
 */
const LOOP = `while read -r _; do "$0" dcmi power reading 2>&1 </dev/null; printf '\\n${END}\\n'; done`;

/** Starts to read the management controller's power (IPMI-DCMI); undefined where {@link ipmiAccess} says that it cannot be read. */
export function startIpmi(host: Host, options: IpmiOptions): ExternalFeed | undefined {
  const { tool } = ipmiAccess(host);
  return tool === undefined ? undefined : new IpmiFeed(host, tool, options);
}

class IpmiFeed implements ExternalFeed {
  readonly channels: readonly Channel[];
  readonly pollWithinS = Number.POSITIVE_INFINITY;
  readonly pid: number | undefined;
  readonly #host: Host;
  readonly #child: ChildProcess;
  readonly #timer: NodeJS.Timeout;
  readonly #power: PolledPower;
  readonly #holdS: number;
  #text = '';
  /** When the tool was last set to work, s; NaN while it rests. */
  #askedAtS = Number.NaN;
  #hasEnded = false;

  constructor(host: Host, tool: string, options: IpmiOptions) {
    const { methods, counterDisagreement } = wholeConstants();
    const { maxW, within } = methods['ipmi:dcmi'];
    const errors = errorsOf(`ipmi:${options.hostId}`, within);
    const everyS = options.everyS ?? EVERY_S;
    this.channels = [
      { target: 'wall', method: 'ipmi:dcmi', label: 'management controller', grade: 'A', errors, maxW },
    ];
    this.#host = host;
    this.#holdS = everyS * HOLD_INTERVALS;
    this.#power = new PolledPower({ maxW, holdS: this.#holdS, disagreement: counterDisagreement.value });
    // A session of its own: Ctrl-C at the terminal is not meant for it, and it can be killed with what it started.
    this.#child = spawn('/bin/sh', ['-c', LOOP, tool], {
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
      env: { PATH: host.env['PATH'], LC_ALL: 'C' },
    });
    this.pid = this.#child.pid;
    this.#listen();
    this.#timer = setInterval(() => this.#ask(), everyS * 1000);
    this.#timer.unref();
    this.#ask();
  }

  start(nowS: number): void {
    this.#power.start(nowS);
  }

  poll(nowS: number): void {
    // NaN while it rests.
    if (nowS - this.#askedAtS > this.#holdS) this.#power.miss(nowS, 'ipmitool does not answer');
  }

  take(nowS: number, low: Float64Array, high: Float64Array, offset: number): void {
    this.poll(nowS);
    this.#power.take(nowS, low, high, offset);
  }

  troubles(): readonly ChannelTrouble[] {
    return this.#power.troubles();
  }

  close(): void {
    clearInterval(this.#timer);
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#child.stdin?.destroy();
    this.#child.stdout?.destroy();
    if (this.pid === undefined) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // it has ended by itself
    }
  }

  #listen(): void {
    const child = this.#child;
    child.unref();
    (child.stdout as Socket).unref();
    (child.stdin as Socket).unref();
    child.stdout?.setEncoding('latin1');
    child.stdout?.on('data', (text: string) => this.#hear(text));
    child.stdout?.on('error', () => undefined);
    child.stdin?.on('error', () => undefined); // EPIPE: its end is told by `exit`
    child.on('error', () => this.#end('the shell could not be started'));
    // Its exit may be reaped by whoever waits for all children; the end of its output is told in any case.
    child.stdout?.on('close', () => this.#end('the shell that asks ipmitool has ended'));
    child.on('exit', () => this.#end('the shell that asks ipmitool has ended'));
  }

  #ask(): void {
    if (this.#hasEnded || !Number.isNaN(this.#askedAtS)) return;
    this.#askedAtS = this.#host.clock.bootS();
    this.#child.stdin?.write('\n');
  }

  #hear(text: string): void {
    this.#text = (this.#text + text).slice(-MOST_TEXT);
    const end = this.#text.indexOf(END);
    if (end < 0) return;
    const nowS = this.#host.clock.bootS();
    const answer = parseDcmi(this.#text.slice(0, end));
    // The controller was asked somewhere between our word and the answer.
    const atS = (this.#askedAtS + nowS) / 2;
    this.#text = '';
    this.#askedAtS = Number.NaN;
    if (answer.watts === undefined) this.#power.miss(nowS, answer.why, answer.fix);
    else this.#power.reading(answer.watts, atS);
  }

  #end(why: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearInterval(this.#timer);
    this.#power.lose(this.#host.clock.bootS(), why);
  }
}

import { closeSync, openSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { SIG } from './command-process.ts';

/** Everything that may reach us and should reach the command. Not: what cannot be caught, what the kernel sends for our own faults, what is about our children. */
const FORWARDED = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  'SIGUSR1',
  'SIGUSR2',
  'SIGALRM',
  'SIGTSTP',
  'SIGVTALRM',
  'SIGIO',
  'SIGPWR',
] as const;

/** What is known of signals that reached us. */
export interface Forwarding {
  /** Names the command's sender: signals that came before it was started are sent now. */
  readonly to: (send: (signal: number) => void) => void;
  /** Signals that reached us, in order. */
  readonly received: readonly NodeJS.Signals[];
  readonly stop: () => void;
}

/**
 * Passes signals on to the command, but not those that it has had already: the terminal sends INT, QUIT and TSTP to the whole
 * foreground group, and HUP when it goes away. A signal that the caller had ignored stays ignored.
 */
export function forwardSignals(
  ignored: readonly number[],
  onSignal: (name: NodeJS.Signals) => void,
): Forwarding {
  const received: NodeJS.Signals[] = [];
  const queue: number[] = [];
  let send: ((signal: number) => void) | undefined;
  const hadTerminal = terminalOpens();

  const listeners = FORWARDED.filter((name) => {
    const number = constants.signals[name];
    return number !== undefined && !ignored.includes(number);
  }).map((name) => {
    const number = constants.signals[name];
    const listener = (): void => {
      received.push(name);
      onSignal(name);
      if (cameFromTerminal(number, hadTerminal)) return;
      if (send === undefined) queue.push(number);
      else send(number);
    };
    process.on(name, listener);
    return [name, listener] as const;
  });

  return {
    received,
    to: (sender) => {
      send = sender;
      for (const number of queue.splice(0)) sender(number);
    },
    stop: () => {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}

function cameFromTerminal(signal: number, hadTerminal: boolean): boolean {
  if (signal === SIG.HUP) return hadTerminal && !terminalOpens() && !leadsSession();
  if (signal !== SIG.INT && signal !== SIG.QUIT && signal !== SIG.TSTP) return false;
  return inForeground();
}

/** True if our process group is the one that the terminal's keys reach. */
export function inForeground(): boolean {
  const own = ownStat();
  if (own === undefined) return process.stdin.isTTY === true; // no /proc (macOS): with a terminal the keys reach the group
  return own.terminalGroup > 0 && own.group === own.terminalGroup;
}

/** A terminal that goes away tells its session's leader alone: `ssh -t host joulebook run …`, `xterm -e`. The group hears of it from a shell. */
function leadsSession(): boolean {
  return ownStat()?.session === process.pid;
}

/** pgrp, session and tpgid of proc(5). */
function ownStat():
  | { readonly group: number; readonly session: number; readonly terminalGroup: number }
  | undefined {
  try {
    const text = readFileSync('/proc/self/stat', 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { group: Number(fields[2]), session: Number(fields[3]), terminalGroup: Number(fields[5]) };
  } catch {
    return undefined;
  }
}

function terminalOpens(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}

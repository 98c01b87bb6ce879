import { constants } from 'node:os';

/** Other names of signals, which nobody knows them by. */
const ALIASES: ReadonlySet<string> = new Set(['SIGIOT', 'SIGCLD', 'SIGPOLL', 'SIGUNUSED']);

const NAMES = new Map<number, string>(
  Object.entries(constants.signals)
    .filter(([name]) => !ALIASES.has(name))
    .map(([name, number]) => [number, name]),
);

/** Name of a signal by its number: `SIGTERM`, `SIGRTMIN+1`. */
export function signalName(signal: number): string {
  const realTime = 34;
  return NAMES.get(signal) ?? (signal >= realTime ? `SIGRTMIN+${signal - realTime}` : `signal ${signal}`);
}

import { constants } from 'node:os';

const NAMES = new Map<number, string>(
  Object.entries(constants.signals).map(([name, number]) => [number, name]),
);

/** Name of a signal by its number: `SIGTERM`, `SIGRTMIN+1`. */
export function signalName(signal: number): string {
  const realTime = 34;
  return NAMES.get(signal) ?? (signal >= realTime ? `SIGRTMIN+${signal - realTime}` : `signal ${signal}`);
}

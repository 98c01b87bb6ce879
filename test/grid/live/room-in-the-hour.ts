import { setTimeout as after } from 'node:timers/promises';

const HOUR_MS = 3_600_000;
/** Long beside what a test takes, and short beside how long one may last. */
const ROOM_MS = 40_000;

/** Waits for the next hour where little is left of this one: for tests that compare figures of the hour, asked for at two moments. */
export async function roomInTheHour(): Promise<void> {
  const leftMs = HOUR_MS - (Date.now() % HOUR_MS);
  if (leftMs < ROOM_MS) await after(leftMs + 100);
}

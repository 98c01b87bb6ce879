/** A run that may lead the ranks of a job. */
interface Leading {
  /** Whether ranks of the job are alive outside of this process. */
  readonly hasRanks: boolean;
}

/** How long the leader of a job's ranks waits for them after its own end, and how often it looks. */
const OUTLAST_MS = 2000;
const LOOK_MS = 20;
/** A program that asks for its result goes on only then. */
const BRIEFLY_MS = 300;

/** Ranks of a job end within moments of each other: their root waits a little for the last, so that none need take over. */
export async function outlast(session: Leading): Promise<void> {
  const until = performance.now() + OUTLAST_MS;
  while (session.hasRanks && performance.now() < until) {
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_MS);
    });
  }
}

/** The same, while a program waits: for a moment only, and without readings. */
export function outlastBriefly(session: Leading): void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  const until = performance.now() + BRIEFLY_MS;
  while (session.hasRanks && performance.now() < until) Atomics.wait(sleeper, 0, 0, LOOK_MS);
}

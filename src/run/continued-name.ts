const CONTINUED = '-continued';

/** Name of the run that goes on where the leader of a job's ranks has ended. */
export function continuedName(name: string): string {
  return name.endsWith(CONTINUED) ? name : `${name}${CONTINUED}`;
}

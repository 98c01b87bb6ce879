import type { RunRecord } from '../../book/run-record.ts';

/** A condition of a measurement that differs between runs, with what it was for each of them. */
export interface Unlike {
  readonly what: string;
  readonly values: readonly string[];
}

/** What is not the same for all of some runs although their energies are compared; empty: like for like. */
export function unlikeFacts(runs: readonly RunRecord[]): readonly Unlike[] {
  const checks: readonly (readonly [what: string, read: (run: RunRecord) => string])[] = [
    ['host', (run) => run.environment['hostname'] ?? run.hostId],
    ['CPU', (run) => run.machine?.cpu ?? 'unknown'],
    ['GPU', (run) => run.machine?.gpus.join(', ') ?? 'unknown'],
    ['grade', (run) => run.grade],
    ['methods', (run) => methodsOf(run)],
    ['PUE', (run) => `${run.carbon.pue?.value ?? 'unknown'}`],
    ['intensity', (run) => run.carbon.intensity?.id ?? 'unknown'],
    ['kind of carbon', (run) => kindOfCarbon(run)],
    ['WUE', (run) => `${run.water?.wue.value ?? 'unknown'}`],
    ['price', (run) => priceOf(run)],
    ['other runs beside it', (run) => `${run.energy.coTenants}`],
  ];
  return checks
    .map(([what, read]) => ({ what, values: runs.map((run) => read(run)) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

/** Average and marginal, direct and life-cycle do not compare. */
function kindOfCarbon({ carbon: { intensity } }: RunRecord): string {
  return intensity === null ? 'unknown' : `${intensity.basis}, ${intensity.boundary}`;
}

function priceOf({ cost }: RunRecord): string {
  return cost === undefined ? 'none' : `${cost.price.value ?? 'unknown'} ${cost.price.unit}`;
}

function methodsOf({ energy }: RunRecord): string {
  return [...new Set(Object.values(energy.components).map(({ method }) => method))].sort().join(', ');
}

import type { RunRecord } from '../../book/run-record.ts';
import { machineText } from './configuration.ts';
import { gpusOf } from './totals.ts';

/** A kind of machine that runs took place on. */
export interface MachineUse {
  readonly text: string;
  readonly cpu?: string;
  readonly gpus: readonly string[];
  readonly ramBytes?: number;
  readonly os?: string;
  readonly cloud?: string;
  /** Machines of this kind, runs on them, and their time: on the clock and of the accelerators. */
  readonly hosts: number;
  readonly runs: number;
  readonly durationS: number;
  readonly gpuS: number;
}

/** The kinds of machines of some root runs, that of the longest time first. */
export function machinesOf(runs: readonly RunRecord[]): readonly MachineUse[] {
  const byText = new Map<string, RunRecord[]>();
  for (const run of runs) {
    const text = machineText(run);
    byText.set(text, [...(byText.get(text) ?? []), run]);
  }
  return [...byText]
    .map(([text, all]) => {
      const machine = all[0]?.machine ?? null;
      return {
        text,
        gpus: machine?.gpus ?? [],
        ...(machine === null
          ? {}
          : {
              cpu: machine.cpu,
              ramBytes: machine.ramBytes,
              os: machine.os,
              ...(machine.cloud === undefined
                ? {}
                : {
                    cloud: [machine.cloud, machine.cloudRegion, machine.instanceType]
                      .filter(Boolean)
                      .join(' '),
                  }),
            }),
        hosts: new Set(all.map(({ hostId }) => hostId)).size,
        runs: all.length,
        durationS: all.reduce((sum, { durationS }) => sum + durationS, 0),
        gpuS: all.reduce((sum, run) => sum + run.durationS * gpusOf(run), 0),
      };
    })
    .sort((a, b) => b.durationS - a.durationS || (a.text < b.text ? -1 : 1));
}

import type { MachineEvent } from '../../book/journal-event.ts';
import type { ComponentRecord, RunRecord } from '../../book/run-record.ts';
import type { RowSource } from '../../hardware/hardware-rows.ts';
import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { ComponentInfo } from '../../meters/meter.ts';
import type { WallPower } from '../../meters/model/wall-power.ts';
import type { ErrorSources } from '../../units/estimate.ts';
import type { Tables } from './constants.ts';
import type { Sayings } from './nodes.ts';

/** A CPU as the tables of today have it. */
export interface CpuRow {
  /** Where the row stands, e.g. `data/hardware/cpu_tdp.csv#intel core i7-1165g7`. */
  readonly id: string;
  readonly name: string;
  /** W of one package. */
  readonly tdpW: number;
  readonly from: RowSource;
}

/** All that a figure of a run is explained by. */
export interface Evidence {
  readonly record: RunRecord;
  /** The line of the journal on which the run stands; none of a run that was not measured here, or whose journal is gone. */
  readonly ground: MachineEvent | undefined;
  /** The tables below `data/` of this version. */
  readonly tables: Tables;
  /** The row of a CPU by its name; undefined where the tables do not have it. */
  readonly cpuRow: (name: string) => CpuRow | undefined;
  /** The power model of a machine as this version has it. */
  readonly model: (machine: MachineInfo) => ModelOfMachine;
}

/** What the power model says of a machine. */
export interface ModelOfMachine {
  readonly wall: WallPower;
  /** Whether the fit of servers has seen the generation of its CPU. */
  readonly isSeen: boolean;
  /** The class by which the losses of its power supply are told. */
  readonly supply: MachineInfo['chassis'];
}

/** A component with its name. */
export interface Named {
  readonly name: string;
  readonly component: ComponentRecord;
}

/** What a measurement of the run says of itself: who saw it, and when. */
export function seen(e: Evidence, source: string, sayings: Sayings = {}): Sayings {
  const year = new Date(e.record.startedAt).getUTCFullYear();
  return { source, ...(Number.isNaN(year) ? {} : { year }), ...sayings };
}

/** The machine of the run, as far as it is recorded. */
export function machineOf(e: Evidence): MachineInfo | null {
  return e.record.machine ?? e.ground?.machine ?? null;
}

/** Error sources of a component's energy: as its meter stated them when the run began, or as they stand in the record where it is read otherwise since. */
export function energyErrors(e: Evidence, named: Named): ErrorSources {
  return statedBy(e, named)?.errors ?? named.component.machine.errors;
}

/** Error sources of a component's idle power. */
export function idleErrors(e: Evidence, named: Named): ErrorSources {
  return statedBy(e, named)?.idleErrors ?? named.component.idle.errors;
}

function statedBy({ ground }: Evidence, { name, component }: Named): ComponentInfo | undefined {
  return ground?.components.find((info) => info.name === name && info.method === component.method);
}

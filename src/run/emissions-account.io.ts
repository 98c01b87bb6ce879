import { boundedComponents, missingComponents } from '../book/component-energies.ts';
import { appendEmissionsRow } from '../book/emissions-csv.io.ts';
import { type EmissionsRow, emissionsRow } from '../book/emissions-row.ts';
import type { EmissionsView } from '../book/emissions-view.ts';
import type { RunRecord } from '../book/run-record.ts';
import { updateEmissionsRow } from '../book/update-emissions-row.io.ts';
import { intensityTable } from '../grid/intensity.io.ts';
import { packageJson } from '../host/package-data.io.ts';
import { DeclaredCpu, type LoadCurve } from './declared-cpu.ts';
import type { EmissionsRequest } from './emissions-request.ts';
import type { KnownRegion } from './known-region.io.ts';
import type { RunSession } from './session.io.ts';

/** Of whose electricity the figure is, where nothing is known of the place. */
const EVERYWHERE = 'World';

/** What the agent says of a run in CodeCarbon's terms. */
export interface EmissionsAnswer {
  readonly row: EmissionsRow;
  /** The intensity that the emissions were reckoned with, and how its place was found: `world` where nothing is known of it. */
  readonly intensity: {
    readonly gPerKwh: number | null;
    readonly zone: string;
    readonly zoneName: string;
    readonly from: string;
  };
  readonly missing: ReturnType<typeof missingComponents>;
  readonly bounded: ReturnType<typeof boundedComponents>;
  /** How each component is read, e.g. `rapl`, and how good that is. */
  readonly methods: Readonly<Record<string, { readonly method: string; readonly grade: string }>>;
  readonly cores: number | null;
  readonly sockets: number | null;
  /** The run that leads the ranks of the job: its row has this one's energy too. */
  readonly follows: string | null;
}

/** Keeps a run's account in CodeCarbon's columns, for a client that speaks for CodeCarbon's API. */
export class EmissionsAccount {
  readonly #request: EmissionsRequest;
  readonly #session: RunSession;
  readonly #cpu: DeclaredCpu | undefined;
  readonly #country: KnownRegion['country'];

  /** @param place where the client says that it is */
  constructor(session: RunSession, request: EmissionsRequest, place?: KnownRegion) {
    this.#country = place?.country ?? null;
    this.#session = session;
    this.#request = request;
    if (request.cpuW === undefined) return;
    const curve = packageJson('data/hardware/declared_cpu.json') as LoadCurve;
    this.#cpu = new DeclaredCpu(request.cpuW, request.scope, curve);
    session.onSample(() => void this.#declaredCpuJ(session.reducer.summary()));
  }

  /** The figures until the last reading. */
  answer(): EmissionsAnswer {
    const record = this.#session.reducer.summary();
    const { intensity } = record.carbon;
    const world = intensity === null || intensity.value === null ? worldFigure() : undefined;
    const view = this.#view(record, world?.gPerKwh);
    return {
      row: { ...emissionsRow(record, view), ...this.#countryColumns(), ...this.#request.row },
      intensity: {
        gPerKwh: intensity?.value ?? world?.gPerKwh ?? null,
        zone: world?.zone ?? intensity?.zone ?? '',
        zoneName: world?.name ?? intensity?.zoneName ?? '',
        from: world === undefined ? (intensity?.zoneFrom ?? 'unknown') : 'world',
      },
      missing: missingComponents(record, view),
      bounded: boundedComponents(record, view),
      methods: Object.fromEntries(
        Object.entries(record.energy.components).map(([name, { method, grade }]) => [
          name,
          { method, grade },
        ]),
      ),
      cores: record.machine?.cores ?? null,
      sockets: record.machine?.sockets ?? null,
      follows: this.#session.follows ?? null,
    };
  }

  /** The country that the client named, also where it gave the intensity itself. */
  #countryColumns(): Partial<EmissionsRow> {
    if (this.#country === null) return {};
    return { country_name: this.#country.name, country_iso_code: this.#country.code };
  }

  /** The client was lost before it could write: its row is written for it. */
  writeForLost(): void {
    const { csv, write } = this.#request;
    if (csv === undefined || this.#session.follows !== undefined) return;
    const { row } = this.answer();
    const written = (write === 'update' ? updateEmissionsRow : appendEmissionsRow)(csv, row);
    if (!written.ok) this.#session.warn(written.error);
  }

  #view(record: RunRecord, otherwiseGPerKwh: number | undefined): EmissionsView {
    const { gpus, pue, wue, ramW, scope } = this.#request;
    const cpuJ = this.#declaredCpuJ(record);
    return {
      scope,
      middles: true,
      ...(gpus === undefined ? {} : { gpus }),
      ...(pue === undefined ? {} : { pue }),
      ...(wue === undefined ? {} : { wue }),
      ...(cpuJ === undefined ? {} : { cpuJ }),
      ...(ramW === undefined ? {} : { ramJ: ramW * record.durationS }),
      ...(otherwiseGPerKwh === undefined ? {} : { otherwiseGPerKwh }),
    };
  }

  #declaredCpuJ({ durationS, usage, machine }: RunRecord): number | undefined {
    return this.#cpu?.see({
      durationS,
      machineLoad: usage.machineCpu,
      runCpuS: usage.cpuS,
      threads: machine?.threads ?? 1,
    });
  }
}

function worldFigure():
  | { readonly zone: string; readonly name: string; readonly gPerKwh: number }
  | undefined {
  return intensityTable().zones.find(({ zone }) => zone === EVERYWHERE);
}

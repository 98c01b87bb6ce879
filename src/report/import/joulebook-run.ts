import type { ImportedFigures } from '../../book/imported.ts';
import type { Scalar } from '../../book/journal-event.ts';
import { isRunId, timeOfId } from '../../book/run-id.ts';
import type { ComponentRecord, LayerRecord, WindowRecord } from '../../book/run-record.ts';
import { DIMENSIONS } from '../../units/dimensions.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import type { Sourced } from '../../units/sourced.ts';
import type { ForeignRun } from './foreign-run.ts';
import { numberOf } from './numbers.ts';
import { isoOf, timeOf } from './times.ts';

const { Wh } = DIMENSIONS.energy.units;
const STATES = ['ok', 'failed', 'interrupted', 'lost', 'stopped'] as const;
type Cells = ReadonlyMap<string, string>;

/** Whether some cells are the header of `joulebook export --csv`. */
export function isExportHeader(cells: readonly string[]): boolean {
  return ['id', 'name', 'kind', 'energy_wh', 'duration_s', 'tracker_version'].every((name) =>
    cells.includes(name),
  );
}

/** A row of `joulebook export --csv` as the run that it was, with its intervals; or why it is none. */
export function runOfExport(cells: Cells): ForeignRun | string {
  const text = (name: string): string => cells.get(name) ?? '';
  const id = text('id');
  if (!isRunId(id)) return `its id is ${JSON.stringify(id)}`;
  const started = timeOf(text('started_at'));
  if (started === undefined) return `its started_at is ${JSON.stringify(text('started_at'))}`;
  const durationS = numberOf(text('duration_s'));
  if (durationS === undefined || durationS < 0)
    return `its duration_s is ${JSON.stringify(text('duration_s'))}`;
  const state = STATES.find((one) => one === text('state'));
  if (state === undefined)
    return `its state is ${JSON.stringify(text('state'))}: only a run that is over can come in`;
  for (const [name, cell] of cells) {
    const value = numberOf(cell);
    if (/_(wh|g)$/.test(name) && cell !== '' && (value === undefined || value < 0))
      return `its ${name} is ${JSON.stringify(cell)}`;
  }
  const ended = timeOf(text('ended_at'));
  const parent = text('parent_id');
  const exit = numberOf(text('exit_code'));
  return {
    format: 'joulebook',
    identity: `joulebook run ${id}`,
    name: text('name'),
    project: text('project'),
    startedAt: isoOf(started.ms),
    ...(ended === undefined ? {} : { endedAt: isoOf(ended.ms) }),
    idMs: timeOfId(id),
    durationS,
    state,
    exitCode: exit ?? null,
    figures: figuresOf(cells),
    own: {
      id,
      rootId: isRunId(text('root_id')) ? text('root_id') : id,
      ...(isRunId(parent) ? { parentId: parent } : {}),
      hostId: text('host'),
      cwd: text('cwd'),
      intervalS: numberOf(text('interval_s')) ?? 0,
      signal: text('signal') === '' ? null : text('signal'),
      ...(text('limit') === '' ? {} : { limit: text('limit') }),
    },
    command: text('command') === '' ? [] : text('command').split(' '),
    params: Object.fromEntries(prefixed(cells, 'param.').map(([name, cell]) => [name, scalarOf(cell)])),
    metrics: {},
    tags: text('tags') === '' ? [] : text('tags').split('; '),
    notes: text('notes') === '' ? [] : [text('notes')],
    environment: {},
    oddities: [],
  };
}

function figuresOf(cells: Cells): ImportedFigures {
  const text = (name: string): string => cells.get(name) ?? '';
  const number = (name: string): number | undefined => numberOf(text(name));
  const written = (name: string, unit: 'J' | 'g'): WrittenEstimate => {
    const [suffix, factor] = unit === 'J' ? (['wh', Wh] as const) : (['g', 1] as const);
    const at = (column: string): number | null => {
      const value = number(column);
      return value === undefined ? null : value * factor;
    };
    return {
      value: at(`${name}_${suffix}`),
      low: at(`${name}_low_${suffix}`),
      high: at(`${name}_high_${suffix}`),
      unit,
      errors: {},
    };
  };
  const [active, machine] = [written('active', 'J'), written('machine', 'J')];
  const unknown = { value: null, low: 0, high: null, unit: 'J', errors: {} } as const;
  const layer = (name: string): LayerRecord => ({
    attributed: written(name, 'J'),
    active: unknown,
    machine: unknown,
  });
  const metrics = prefixed(cells, 'metric.').map(([name, cell]) => [name, numberOf(cell)] as const);
  const intensity = number('intensity_g_per_kwh');
  const pue = number('pue');
  const peak = number('peak_rss_bytes');
  const gpus = text('gpus') === '' ? [] : text('gpus').split('; ');
  return {
    energy: {
      chips: layer('chips'),
      wall: { attributed: written('energy', 'J'), active, machine },
      facility: layer('facility'),
      unattributed: unknown,
      components: partsOf(
        cells,
        'component',
        (attributed, name): ComponentRecord => ({
          attributed,
          active: unknown,
          idle: unknown,
          machine: unknown,
          share: { method: 'as exported', value: null },
          method: text(`component_method.${name}`) || 'joulebook export',
          grade: 'D',
        }),
      ),
      stages: partsOf(
        cells,
        'stage',
        (attributed): WindowRecord => ({
          attributed,
          active: unknown,
          self: attributed,
          durationS: 0,
          count: 1,
        }),
      ),
      epochs: [],
      measuredFraction: number('measured_fraction') ?? 0,
      policy: { imported: 'an export of joulebook, with its own intervals' },
      coTenants: 0,
      tracker: unknown,
    },
    carbon: {
      operational: written('co2e', 'g'),
      embodied: written('embodied_co2e', 'g'),
      intensity:
        intensity === undefined
          ? null
          : {
              ...asExported(intensity, 'g/kWh', 'intensity'),
              zone: text('zone') || 'unknown',
              zoneName: text('zone') || 'unknown place',
              basis: 'given',
              boundary: 'given',
              zoneFrom: 'given',
            },
      pue: pue === undefined ? null : asExported(pue, '1', 'pue'),
    },
    grade: 'D',
    machine:
      text('cpu') === '' && gpus.length === 0
        ? null
        : {
            cpu: text('cpu'),
            sockets: 0,
            cores: 0,
            threads: 0,
            ramBytes: 0,
            gpus,
            chassis: 'unknown',
            virtual: false,
            container: false,
            os: '',
          },
    environment: {
      ...(text('host') === '' ? {} : { hostname: text('host') }),
      'import.grade': text('grade'),
      'import.kind': text('kind'),
      'import.version': text('tracker_version'),
    },
    git: text('git_commit') === '' ? null : { commit: text('git_commit') },
    metrics: Object.fromEntries(
      metrics.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    gaps: [],
    warnings: [],
    usage: {
      cpuS: number('cpu_s') ?? 0,
      cpuSource: 'imported',
      machineCpu: 0,
      runCpu: 0,
      peakRssBytes: peak ?? null,
      trackerCpuS: 0,
    },
    samples: number('samples') ?? 0,
  };
}

function asExported(value: number, unit: string, what: string): Sourced {
  return {
    value,
    low: value,
    high: value,
    unit,
    errors: {},
    id: `import.joulebook.${what}`,
    source: 'an export of joulebook',
  };
}

function partsOf<T>(
  cells: Cells,
  kind: string,
  make: (attributed: WrittenEstimate, name: string) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    prefixed(cells, `${kind}.`).flatMap(([column, cell]) => {
      const value = numberOf(cell);
      if (value === undefined || !column.endsWith('_wh')) return [];
      const [low, high] = (['low', 'high'] as const).map((end) => {
        const bound = numberOf(cells.get(`${kind}_${end}.${column}`) ?? '');
        return bound === undefined ? null : bound * Wh;
      });
      const attributed = { value: value * Wh, low: low ?? null, high: high ?? null, unit: 'J', errors: {} };
      const name = column.slice(0, -'_wh'.length);
      return [[name, make(attributed, name)] as const];
    }),
  );
}

/** The filled cells of the columns with that prefix, by the rest of their names. */
function prefixed(cells: Cells, prefix: string): readonly (readonly [string, string])[] {
  return [...cells]
    .filter(([name, cell]) => name.startsWith(prefix) && cell !== '')
    .map(([name, cell]) => [name.slice(prefix.length), cell] as const);
}

/** A parameter as it was: number and truth value are written without quotes, so only these are not text. */
function scalarOf(cell: string): Scalar {
  if (cell === 'true' || cell === 'false') return cell === 'true';
  const value = numberOf(cell);
  return value !== undefined && String(value) === cell ? value : cell;
}

import type { Scope } from '../book/journal-event.ts';
import { type Cell, EMISSIONS_COLUMNS, type EmissionsColumn } from '../book/emissions-row.ts';
import { ok, type Result, err } from '../result.ts';
import { FieldReader } from './agent-message.ts';

/** What a client asks for in CodeCarbon's terms (`emissions` of `start`). */
export interface EmissionsRequest {
  readonly scope: Scope;
  readonly gpus?: readonly string[];
  readonly pue?: number;
  readonly wue?: number;
  /** Full power of the CPU and constant power of the RAM that the user declares, W. */
  readonly cpuW?: number;
  readonly ramW?: number;
  /** Where the row of a client that is lost goes. */
  readonly csv?: string;
  /** `update`: it takes the place of the row of the same `run_id`. */
  readonly write: 'append' | 'update';
  /** Columns that the client knows. */
  readonly row: Readonly<Partial<Record<EmissionsColumn, Cell>>>;
}

/** Reads the `emissions` of a `start`; undefined where there is none. */
export function parseEmissionsRequest(value: unknown): Result<EmissionsRequest | undefined> {
  if (value === undefined || value === null) return ok(undefined);
  const read = new FieldReader(typeof value === 'object' ? (value as Record<string, unknown>) : {});
  const gpus = read.texts('gpus');
  const optional = {
    gpus: gpus.length === 0 ? undefined : gpus,
    pue: read.number('pue', 0),
    wue: read.number('wue', 0),
    cpuW: read.number('cpuW', 0),
    ramW: read.number('ramW', 0),
    csv: read.text('csv'),
  };
  const request: EmissionsRequest = {
    scope: (read.oneOf('scope', ['attributed', 'machine']) ?? 'machine') as Scope,
    write: (read.oneOf('write', ['append', 'update']) ?? 'append') as 'append' | 'update',
    row: columnsOf(read.scalars('row')),
    ...(Object.fromEntries(Object.entries(optional).filter(([, given]) => given !== undefined)) as {
      [K in keyof typeof optional]?: NonNullable<(typeof optional)[K]>;
    }),
  };
  return read.failure === undefined ? ok(request) : err(read.failure);
}

function columnsOf(
  values: Readonly<Record<string, string | number | boolean | null>>,
): Readonly<Partial<Record<EmissionsColumn, Cell>>> {
  const known: ReadonlySet<string> = new Set(EMISSIONS_COLUMNS);
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => known.has(name) && typeof value !== 'boolean'),
  );
}

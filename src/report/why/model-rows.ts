import type { Row } from './constants.ts';

const hardware = (file: string, ...path: readonly string[]): Row => ({
  file: `hardware/${file}.json`,
  path,
});

/** Rows of a method of the power model: what it is reckoned from, and what says how it errs. */
export interface ModelRows {
  readonly constants: readonly (readonly [row: Row, label: string, unit: string])[];
  /** By the first word of an error source. */
  readonly errors: Readonly<Record<string, Row>>;
  /** What was assumed by taking this method, and what would be better. */
  readonly assumed: string;
}

const CALIBRATE = 'joulebook calibrate with a meter at the socket makes it its own';
const BARE_METAL = 'a virtual machine sees neither its host nor a meter: measure on bare metal for better';

/**
 * The rows behind a method; undefined for one of another version.
 *
 * @param isSeen whether the fit of servers has seen the generation of the CPU.
 */
export function modelRows(method: string, isSeen: boolean): ModelRows | undefined {
  const kind = method.replace(/^model:/, '');
  if (kind === 'server') return serverRows(isSeen, [], `power as servers of its kind have it: ${CALIBRATE}`);
  if (kind === 'slice') {
    const slice = (key: string, label: string) =>
      [hardware('thread_prior', 'slice', key), label, '1'] as const;
    return serverRows(
      isSeen,
      [slice('sockets', 'sockets of the host'), slice('threadsPerCore', 'threads of a core')],
      `its threads' part of a host of its kind: ${BARE_METAL}`,
    );
  }
  if (kind === 'per-thread') return threadRows();
  return kind === 'laptop' || kind === 'desktop' || kind === 'board' ? classRows(kind) : undefined;
}

function serverRows(isSeen: boolean, more: ModelRows['constants'], assumed: string): ModelRows {
  const known = isSeen ? 'seen' : 'unseen';
  return {
    constants: [[hardware('wall_model'), 'coefficients of the fit', ''], ...more],
    errors: {
      model: hardware('wall_model', known, 'spread'),
      idle: hardware('wall_model', known, 'idleSpread'),
      load: hardware('wall_busy', 'spread'),
      tdp: hardware('wall_model', 'tdp', 'spread'),
      slice: hardware('thread_prior', 'slice', 'spread'),
    },
    assumed,
  };
}

function classRows(kind: string): ModelRows {
  const at = (...path: readonly string[]): Row => hardware('class_prior', 'classes', kind, ...path);
  return {
    constants: [
      [at('idle', 'baseW'), 'at rest', 'W'],
      [at('idle', 'perTdp'), 'at rest for each W of TDP', '1'],
      [at('full', 'baseW'), 'at full load', 'W'],
      [at('full', 'perTdp'), 'at full load for each W of TDP', '1'],
      [hardware('wall_model', 'rise'), 'shape between rest and full load', ''],
    ],
    errors: {
      model: at('spread'),
      idle: at('idleSpread'),
      load: hardware('wall_busy', 'spread'),
      tdp: hardware('thread_prior', 'tdp'),
    },
    assumed: `power as a typical ${kind} has it: ${CALIBRATE}`,
  };
}

function threadRows(): ModelRows {
  const prior = (key: string): Row => hardware('thread_prior', key);
  return {
    constants: [
      [prior('idleWPerThread'), 'a thread at rest', 'W'],
      [prior('fullWPerThread'), 'a thread at full load', 'W'],
    ],
    errors: {
      model: prior('factor'),
      idle: prior('idleSpread'),
      load: hardware('wall_busy', 'spread'),
    },
    assumed: `a mean power for each thread: ${BARE_METAL}`,
  };
}

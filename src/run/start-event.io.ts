import { basename } from 'node:path';
import type { StartEvent } from '../book/journal-event.ts';
import { hostId } from '../hardware/host-id.io.ts';
import type { Host } from '../host/host.ts';
import { VERSION } from '../host/version.ts';
import type { SessionOptions } from './session-options.ts';
import type { Standing } from './standing.io.ts';

/** What a run that begins is called and when that was. */
interface Beginning {
  readonly id: string;
  readonly name: string;
  readonly bootId: string;
  /** On the wall clock, ms since 1970. */
  readonly startedMs: number;
  /** The root run that it goes on for. */
  readonly continues: string | undefined;
}

/** The first line of a run's journal. */
export function startEvent(
  host: Host,
  options: SessionOptions,
  { rootId, parentId, job }: Standing,
  { id, name, bootId, startedMs, continues }: Beginning,
): StartEvent {
  return {
    k: 'start',
    v: 1,
    id,
    rootId,
    ...(parentId === undefined ? {} : { parentId }),
    name,
    project: options.project ?? basename(options.cwd),
    kind: options.kind,
    command: options.command,
    cwd: options.cwd,
    startedAt: new Date(startedMs).toISOString(),
    hostId: hostId(host),
    bootId,
    pid: host.pid,
    intervalS: options.intervalS,
    scope: options.scope,
    params: options.params,
    tags: options.tags,
    trackerVersion: VERSION,
    ...(job === undefined ? {} : { job }),
    ...(continues === undefined ? {} : { continues }),
    ...(options.work === undefined ? {} : { work: options.work }),
  };
}

import type { RunRecord } from '../book/run-record.ts';
import type { Problem } from '../errors.ts';
import { hostId } from '../hardware/host-id.io.ts';
import { closeFeeds, startFeeds } from '../meters/feeds.io.ts';
import type { Host } from '../host/host.ts';
import { ok, type Result } from '../result.ts';
import { NO_CPU } from './cpu-source.ts';
import { type LimitName, type Limits, passedLimit } from './limits.ts';
import { recordMetricsFiles } from './metrics-files.io.ts';
import { watchProcess } from './process-cpu.io.ts';
import type { RunObserver } from './run-command.io.ts';
import { RunSession } from './session.io.ts';
import type { SessionOptions } from './session-options.ts';

/** A measurement of what already ran. */
export interface WatchOutcome {
  readonly record: RunRecord;
  readonly limit: LimitName | undefined;
  readonly warnings: readonly Problem[];
}

/**
 * Measures a process that already runs with its children, until it ends; or without a pid the whole machine, until a signal comes or a limit is passed.
 * It is not ours to end: a limit ends the measurement.
 */
export async function watchUntilEnd(
  host: Host,
  pid: number | undefined,
  session: SessionOptions,
  limits: Limits,
  metricsFiles: readonly string[],
  observer: Pick<RunObserver, 'onStart' | 'onSample'>,
): Promise<Result<WatchOutcome>> {
  const watched = pid === undefined ? undefined : watchProcess(host, pid, new Set([host.pid]));
  if (watched !== undefined && !watched.ok) return watched;
  const command =
    session.command.length > 0 ? session.command : [watched?.value.stat.name ?? 'the whole machine'];
  const feeds = await startFeeds(host, hostId(host), session.meters ?? {});
  const opened = RunSession.open(host, {
    ...session,
    feeds,
    command,
    ...(pid === undefined ? {} : { rootPid: pid }),
  });
  if (!opened.ok) {
    closeFeeds(feeds);
    return opened;
  }
  const run = opened.value;
  run.attach(watched?.value.cpu ?? NO_CPU, host.clock.bootS());

  let limit: LimitName | undefined;
  const over = new Promise<'ended' | 'signal' | 'limit'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve('signal'));
    if (limits.durationS !== undefined) {
      setTimeout(
        () => {
          limit = 'max-time';
          resolve('limit');
        },
        Math.min(limits.durationS * 1000, 2 ** 31 - 1),
      ).unref();
    }
    run.onSample(() => {
      observer.onSample(run);
      limit ??= passedLimit(limits, run.spent());
      if (limit !== undefined) resolve('limit');
      if (watched !== undefined && !watched.value.isAlive()) resolve('ended');
    });
  });
  run.begin();
  observer.onStart(run);
  const how = await over;
  await recordMetricsFiles(run, metricsFiles);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => run.hurry());
  await run.settle();
  // Whoever stops watching says nothing about the process: that ends well, as a watch does.
  const state = how === 'limit' ? 'stopped' : 'ok';
  const { record } = run.end({
    state,
    exitCode: null,
    signal: null,
    ...(limit === undefined ? {} : { limit }),
  });
  return ok({ record, limit, warnings: run.warnings });
}

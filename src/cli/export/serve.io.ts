import { exposition, type ExpositionForm } from '../../report/export/exposition.ts';
import { prometheusFamilies } from '../../report/export/prometheus-runs.ts';
import type { Extent } from '../../report/export/prometheus-totals.ts';
import { ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { listenAddress } from './listen-address.ts';
import { parseRecords } from './parse-records.ts';
import { serveMetrics } from './serve-metrics.io.ts';

/** Serves runs to Prometheus until SIGINT or SIGTERM. */
export async function serve(
  context: CliContext,
  text: string,
  list: () => Result<readonly string[]>,
  extent: Extent,
): Promise<number> {
  const address = listenAddress(text);
  if (!address.ok) return context.fail(address.error);
  const first = list(); // a filter that is wrong shall not wait for the first scrape
  if (!first.ok) return context.fail(first.error);
  const metrics = (form: ExpositionForm): Result<string> => {
    const texts = list();
    if (!texts.ok) return texts;
    return ok(exposition(prometheusFamilies(parseRecords(texts.value), extent), form));
  };
  const server = await serveMetrics(address.value, metrics);
  if (!server.ok) return context.fail(server.error);
  const { url, close, closed } = server.value;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, close);
  if (!context.quiet) context.err(`joulebook: serving ${url} until Ctrl-C\n`);
  await closed;
  return 0;
}

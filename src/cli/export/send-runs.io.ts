import type { Book } from '../../book/book.io.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { type Problem, problem } from '../../errors.ts';
import { CONTENT_TYPES, exposition } from '../../report/export/exposition.ts';
import { mlflowRun } from '../../report/export/mlflow-run.ts';
import { MlflowServer } from '../../report/export/mlflow-server.io.ts';
import { otlpRequests } from '../../report/export/otlp.ts';
import { prometheusFamilies } from '../../report/export/prometheus-runs.ts';
import type { Extent } from '../../report/export/prometheus-totals.ts';
import { pushPath } from '../../report/export/pushgateway.ts';
import { readHistory } from '../../report/export/read-history.io.ts';
import { send, sendTarget, shownAddress } from '../../report/export/send.io.ts';
import type { CliContext } from '../context.ts';
import type { ExportFormat } from './export-format.ts';

/** Where and what is sent. */
interface Sending {
  readonly context: CliContext;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly runs: readonly RunRecord[];
  readonly book: Book;
  readonly extent: Extent;
}

/** Sends runs to a server that the user has named. */
export async function sendRuns(
  context: CliContext,
  format: ExportFormat,
  to: string,
  runs: readonly RunRecord[],
  book: Book,
  extent: Extent,
): Promise<number> {
  const target = sendTarget(to);
  if (!target.ok) return context.fail(target.error);
  const { url, headers } = target.value;
  const sending: Sending = { context, url, headers, runs, book, extent };
  const sent = await (format === 'mlflow'
    ? toMlflow(sending)
    : format === 'otlp'
      ? toOtlp(sending)
      : push(sending));
  if ('code' in sent) return context.fail(sent);
  const total = runs.length;
  const there = sent.there === 0 ? '' : `, ${sent.there} ${sent.there === 1 ? 'was' : 'were'} there already`;
  if (!context.json && !context.quiet)
    context.err(
      `sent ${total - sent.there} ${total - sent.there === 1 ? 'run' : 'runs'} to ${shownAddress(url)}${there}\n`,
    );
  return context.succeed({ to: shownAddress(url), format, total, there: sent.there });
}

type Sent = { readonly there: number } | Problem;

async function push({ url, headers, runs, extent }: Sending): Promise<Sent> {
  const at = new URL(url);
  at.pathname = pushPath(at.pathname);
  const answer = await send({
    method: 'PUT',
    url: at,
    headers: { ...headers, 'content-type': CONTENT_TYPES.prometheus },
    body: exposition(prometheusFamilies(runs, extent), 'prometheus'),
  });
  return answer.ok ? { there: 0 } : answer.error;
}

async function toOtlp({ context, url, headers, runs }: Sending): Promise<Sent> {
  const at = new URL(url);
  if (at.pathname === '/') at.pathname = '/v1/metrics'; // the path that OTLP/HTTP has by default
  for (const request of otlpRequests(runs)) {
    const answer = await send({
      method: 'POST',
      url: at,
      headers: { ...headers, ...otlpHeaders(context), 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    if (!answer.ok) return answer.error;
    const rejected = rejectedBy(answer.value);
    if (rejected !== undefined)
      return problem('E_NETWORK', `${shownAddress(at)} did not take all figures`, rejected);
  }
  return { there: 0 };
}

/** Credentials of a collector, as every OpenTelemetry exporter takes them: `key=value,key=value`, percent-encoded. */
function otlpHeaders({ host }: CliContext): Readonly<Record<string, string>> {
  const text = host.env['OTEL_EXPORTER_OTLP_METRICS_HEADERS'] ?? host.env['OTEL_EXPORTER_OTLP_HEADERS'] ?? '';
  const pairs = text.split(',').flatMap((pair): (readonly [string, string])[] => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at).trim().toLowerCase(), decoded(pair.slice(at + 1).trim())]];
  });
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Why part of what was sent was refused (OTLP: partial success); undefined where all was taken. */
function rejectedBy(answer: string): string | undefined {
  try {
    const { partialSuccess } = JSON.parse(answer === '' ? '{}' : answer) as {
      readonly partialSuccess?: {
        readonly rejectedDataPoints?: string | number;
        readonly errorMessage?: string;
      };
    };
    const count = Number(partialSuccess?.rejectedDataPoints ?? 0);
    return count > 0
      ? `${count} were refused: ${partialSuccess?.errorMessage ?? 'no reason given'}`
      : undefined;
  } catch {
    return undefined; // a status of success is enough
  }
}

async function toMlflow({ context, url, headers, runs, book }: Sending): Promise<Sent> {
  const server = new MlflowServer(url, { ...mlflowHeaders(context), ...headers });
  let there = 0;
  for (const run of runs) {
    const put = await server.put(mlflowRun(run, readHistory(book.dir, run.id)));
    if (!put.ok) return put.error;
    if (put.value === 'there') there++;
  }
  return { there };
}

/** Credentials as MLflow's own client takes them. */
function mlflowHeaders({ host: { env } }: CliContext): Readonly<Record<string, string>> {
  const token = env['MLFLOW_TRACKING_TOKEN'];
  if (token !== undefined && token !== '') return { authorization: `Bearer ${token}` };
  const user = env['MLFLOW_TRACKING_USERNAME'];
  if (user === undefined || user === '') return {};
  const pair = `${user}:${env['MLFLOW_TRACKING_PASSWORD'] ?? ''}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

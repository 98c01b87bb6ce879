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
import { send, sendTarget, shownAddress, type Target } from '../../report/export/send.io.ts';
import type { CliContext } from '../context.ts';
import { credentialHeaders, trusted } from './credentials.io.ts';
import type { ExportFormat } from './export-format.ts';

/** Where and what is sent. */
interface Sending {
  readonly context: CliContext;
  readonly target: Target;
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
  const { env } = context.host;
  const certificates = trusted(format, env);
  if (!certificates.ok) return context.fail(certificates.error);
  const { url, headers } = target.value;
  const sending: Sending = {
    context,
    target: {
      url,
      headers: { ...credentialHeaders(format, env), ...headers },
      ...(certificates.value === undefined ? {} : { trusted: certificates.value }),
    },
    runs,
    book,
    extent,
  };
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

async function push({ context, target, runs, extent }: Sending): Promise<Sent> {
  const at = new URL(target.url);
  at.pathname = pushPath(at.pathname);
  const answer = await send(context.host, target, {
    method: 'PUT',
    url: at,
    type: CONTENT_TYPES.prometheus,
    body: exposition(prometheusFamilies(runs, extent), 'prometheus'),
  });
  return answer.ok ? { there: 0 } : answer.error;
}

async function toOtlp({ context, target, runs }: Sending): Promise<Sent> {
  const at = new URL(target.url);
  if (at.pathname === '/') at.pathname = '/v1/metrics'; // the path that OTLP/HTTP has by default
  for (const request of otlpRequests(runs)) {
    const answer = await send(context.host, target, {
      method: 'POST',
      url: at,
      type: 'application/json',
      body: JSON.stringify(request),
    });
    if (!answer.ok) return answer.error;
    const rejected = rejectedBy(answer.value);
    if (rejected !== undefined)
      return problem('E_NETWORK', `${shownAddress(at)} did not take all figures`, rejected);
  }
  return { there: 0 };
}

/** Why part of what was sent was refused (OTLP: partial success); undefined where all was taken. */
function rejectedBy(answer: string): string | undefined {
  if (/^\s*</.test(answer)) return 'It answered with a page, as no collector does.';
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

async function toMlflow({ context, target, runs, book }: Sending): Promise<Sent> {
  const server = new MlflowServer(context.host, target);
  let there = 0;
  for (const run of runs) {
    const put = await server.put(mlflowRun(run, readHistory(book.dir, run.id)));
    if (!put.ok) return put.error;
    if (put.value === 'there') there++;
  }
  return { there };
}

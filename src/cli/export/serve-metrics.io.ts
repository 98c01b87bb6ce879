import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { CONTENT_TYPES, type ExpositionForm } from '../../report/export/exposition.ts';
import { err, ok, type Result } from '../../result.ts';
import type { ListenAddress } from './listen-address.ts';

/** A server that answers until it is closed. */
export interface MetricsServer {
  readonly url: string;
  /** Ends with the server. */
  readonly closed: Promise<void>;
  readonly close: () => void;
}

/** Serves `/metrics`: each scrape sees the book as it is then. `text` may fail, which is a 500 with the reason. */
export async function serveMetrics(
  { host, port }: ListenAddress,
  text: (form: ExpositionForm) => Result<string>,
): Promise<Result<MetricsServer>> {
  const { createServer } = await import('node:http');
  const server = createServer((request, response) => answer(request, response, text));
  const failed = await listen(server, host, port);
  if (failed !== undefined) return err(failed);
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const closed = new Promise<void>((done) => void server.once('close', () => done()));
  return ok({
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/metrics`,
    closed,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  });
}

function listen(server: Server, host: string, port: number): Promise<Problem | undefined> {
  return new Promise((done) => {
    server.once('error', (error) => {
      const { why } = whyNot(error);
      const fixes: Readonly<Record<string, string>> = {
        EADDRINUSE: 'Take another port; 0 takes a free one.',
        EACCES: 'Take a port above 1023.',
      };
      const fix = fixes[errnoName(error) ?? ''] ?? 'Take another address, e.g. 127.0.0.1:9464.';
      done(problem('E_NETWORK', `cannot listen on ${host}:${port}`, why, fix));
    });
    server.listen(port, host, () => done(undefined));
  });
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  text: (form: ExpositionForm) => Result<string>,
): void {
  const reply = (status: number, type: string, body: string): void => {
    response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  const plain = (status: number, body: string): void => reply(status, 'text/plain; charset=utf-8', body);
  // A web page whose name was made to lead here (DNS rebinding) names itself as the host.
  if (!isLoopbackName(request.headers.host ?? '')) return plain(403, 'Ask for this address by its number.\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET.\n');
  const path = (request.url ?? '/').split('?')[0];
  if (path === '/') return plain(200, 'joulebook: figures for Prometheus are at /metrics\n');
  if (path !== '/metrics') return plain(404, 'Figures for Prometheus are at /metrics\n');
  const form = /\bapplication\/openmetrics-text\b/.test(request.headers.accept ?? '')
    ? 'openmetrics'
    : 'prometheus';
  const made = text(form);
  if (made.ok) return reply(200, CONTENT_TYPES[form], made.value);
  return plain(500, `${made.error.what}\n${made.error.why ?? ''}\n`);
}

function isLoopbackName(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
}

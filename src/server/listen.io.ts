import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { type Problem, problem } from '../errors.ts';
import { errnoName, whyNot } from '../host/file-failure.io.ts';
import type { Host } from '../host/host.ts';
import { portHolder } from '../host/port-holder.io.ts';
import { err, ok, type Result } from '../result.ts';
import { securityHeaders } from './guard/headers.ts';
import { refuse } from './respond.ts';

/** A dashboard that answers until it is closed. */
export interface Listening {
  readonly port: number;
  readonly closed: Promise<void>;
  readonly close: () => void;
}

/** Where to listen. */
export interface ListenOn {
  readonly host: string;
  readonly port: number;
  /** How many further ports are tried where one is taken. */
  readonly further: number;
}

/** What a connection may take: a browser needs a hundredth of each. What is beyond is cut off, and the others are served. */
const LIMITS = {
  /** A request's headers, bytes. */
  maxHeaderSize: 16 << 10,
  /** Until the headers, and until the whole request is there, ms. */
  headersTimeout: 5_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
} as const;
/** Open connections at once. */
const MOST_CONNECTIONS = 256;
/** A connection on which nothing moves, ms; the heartbeat of the live events is much faster. */
const STILL_MS = 120_000;

/** A port that is bound, before anything is answered on it; `app` is made when its number is known. */
export async function listen(
  world: Host,
  { host, port, further }: ListenOn,
  app: (port: number) => Hono,
): Promise<Result<Listening>> {
  for (let next = port; ; next++) {
    const bound = await bind(host, next, app);
    if (bound.ok) return bound;
    if (errnoName(bound.error) === 'EADDRINUSE' && next - port < further && next < 65_535) continue;
    return err(taken(world, host, next, bound.error));
  }
}

async function bind(
  hostname: string,
  port: number,
  app: (port: number) => Hono,
): Promise<Result<Listening, unknown>> {
  let made: Hono | undefined;
  let bound = port;
  const listener = getRequestListener(
    (request, env) => {
      made ??= app(bound);
      return made.fetch(request, env);
    },
    { overrideGlobalObjects: false, errorHandler: malformed },
  );
  const server = createServer(LIMITS, (request, response) => void listener(request, response));
  server.maxConnections = MOST_CONNECTIONS;
  server.timeout = STILL_MS;
  return new Promise((done) => {
    server.once('error', (error) => done(err(error)));
    server.listen(port, hostname, () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) bound = address.port;
      const closed = new Promise<void>((end) => void server.once('close', () => end()));
      const close = (): void => {
        server.close();
        server.closeAllConnections();
      };
      done(ok({ port: bound, closed, close }));
    });
  });
}

/** The answer to what cannot even be made a request. */
function malformed(): Response {
  const answer = refuse('request');
  for (const [name, value] of Object.entries(securityHeaders())) answer.headers.set(name, value);
  return answer;
}

function taken(world: Host, host: string, port: number, error: unknown): Problem {
  const fixes: Readonly<Record<string, string>> = {
    EADDRINUSE: 'Take another with --port N; --port 0 takes a free one.',
    EACCES: 'Take a port above 1023 with --port.',
  };
  const name = errnoName(error) ?? '';
  const holder = name === 'EADDRINUSE' ? portHolder(world, port) : undefined;
  const { why } = whyNot(error);
  const by = holder === undefined ? why : `process ${holder.pid} (${holder.name}) listens there`;
  return problem(
    'E_NETWORK',
    `cannot listen on ${host}:${port}`,
    by,
    fixes[name] ?? 'Take another address with --host.',
  );
}

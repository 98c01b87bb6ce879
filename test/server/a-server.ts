import { request } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import { realHost } from '../../src/host/real-host.io.ts';
import { createApp } from '../../src/server/app.ts';
import { gzipped } from '../../src/server/gzipped.io.ts';
import type { Assets } from '../../src/server/assets.ts';
import type { KnownHosts } from '../../src/server/guard/host-name.ts';
import { listen } from '../../src/server/listen.io.ts';
import type { Route } from '../../src/server/route.ts';

export const TOKEN = 'a-token-of-24-characters';

const ASSETS: Assets = {
  page: (base) => `<!doctype html><base href="${base}" /><title>the page</title>`,
  scriptHash: 'sha256-AAAA',
  find: (path) =>
    path === 'assets/app.js'
      ? { type: 'text/javascript', bytes: new TextEncoder().encode('1'), isFixed: true }
      : undefined,
};

/** A dashboard on a port of its own. */
export interface TestServer {
  readonly port: number;
  readonly cookie: string;
  readonly faults: readonly unknown[];
}

/** Starts a server; it ends with the test. */
export async function aServer(
  routes: readonly Route[] = [],
  wishes: { readonly basePath?: string; readonly hosts?: KnownHosts } = {},
): Promise<TestServer> {
  const faults: unknown[] = [];
  const listening = await listen(realHost(), { host: '127.0.0.1', port: 0, further: 0 }, (port) =>
    createApp({
      routes,
      assets: ASSETS,
      session: { token: TOKEN, cookie: `joulebook_${port}` },
      basePath: wishes.basePath ?? '/',
      hosts: wishes.hosts ?? { names: [] },
      gzip: gzipped,
      onFault: (error) => faults.push(error),
    }),
  );
  if (!listening.ok) throw new Error(listening.error.what);
  const { port, close, closed } = listening.value;
  onTestFinished(async () => {
    close();
    await closed;
  });
  return { port, cookie: `joulebook_${port}=${TOKEN}`, faults };
}

/** What came back. */
export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** What is sent; the path as it stands, whatever it holds. */
export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Asks as a program does that sets whatever header it likes. */
export function ask({ port }: { readonly port: number }, sent: Sent = {}): Promise<Heard> {
  return new Promise((done, fail) => {
    const { method = 'GET', path = '/', headers = {}, body } = sent;
    const all = body === undefined ? headers : { 'content-length': Buffer.byteLength(body), ...headers };
    const asked = request({ host: '127.0.0.1', port, method, path, headers: all, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (text += part));
      answer.on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      answer.on('error', fail);
    });
    asked.on('error', fail);
    asked.end(body);
  });
}

/** Asks the API as the page does. */
export function askOwn(server: TestServer, sent: Sent): Promise<Heard> {
  return ask(server, { ...sent, headers: { cookie: server.cookie, ...sent.headers } });
}

/** Writes bytes on a bare connection; what came back until the server hung up. */
export function say({ port }: { readonly port: number }, text: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.setEncoding('latin1');
    socket.on('data', (part: string) => (heard += part));
    socket.on('close', () => done(heard));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // It may hang up while we still write.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') done(heard);
      else fail(error);
    });
    socket.write(text);
  });
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import type { Host } from '../../../src/host/host.ts';
import { realHost } from '../../../src/host/real-host.io.ts';

/** A device of the tests: what it answers may be changed while it runs. */
export interface FakePlug {
  readonly url: (scheme: string, user?: string) => string;
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  readonly asked: string[];
  readonly close: () => Promise<void>;
}

/** Starts a device on the loopback. */
export async function fakePlug(answer: FakePlug['answer']): Promise<FakePlug> {
  const server: Server = createServer((request, response) => {
    plug.asked.push(request.url ?? '');
    plug.answer(request, response);
  });
  const port = await listening(server);
  const plug: FakePlug = {
    url: (scheme, user = '') => `${scheme}://${user}127.0.0.1:${port}`,
    answer,
    asked: [],
    close: () => closed(server),
  };
  return plug;
}

/** A port that answers with these bytes, whatever it is asked. */
export async function rawPlug(
  bytes: string,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(bytes));
  });
  const port = await listening(server);
  return { url: `shelly://127.0.0.1:${port}`, close: () => closed(server) };
}

async function listening(server: TcpServer): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function closed(server: TcpServer): Promise<void> {
  if ('closeAllConnections' in server) (server as Server).closeAllConnections();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** A host whose boot clock is ours; its timers are real. */
export function clockedHost(): { readonly host: Host; readonly clock: { nowS: number } } {
  const clock = { nowS: 1000 };
  const base = realHost();
  return { host: { ...base, clock: { ...base.clock, bootS: () => clock.nowS } }, clock };
}

/** Waits until something is so; fails after a minute. */
export async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`it never came: ${isSo.toString()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 3);
    });
  }
}

import { request as plain } from 'node:http';
import { Agent, type AgentOptions, request as secure } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect, type ConnectionOptions } from 'node:tls';
import type { Proxy } from './proxy.ts';

/** For the proxy to open a way, ms. */
const PATIENCE_MS = 20_000;

type Created = (error: Error | null, socket?: Duplex) => void;

/** Keeps connections to servers that are spoken to over TLS through a proxy: it is asked to `CONNECT`, and sees nothing of what goes on. */
export class TunnelAgent extends Agent {
  readonly #proxy: Proxy;

  constructor(proxy: Proxy, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection(options: ConnectionOptions, created: Created): undefined {
    const { url, authorization } = this.#proxy;
    const target = `${options.host ?? ''}:${options.port ?? 443}`;
    const begin = url.protocol === 'https:' ? secure : plain;
    const asked = begin({
      method: 'CONNECT',
      host: url.hostname.replace(/^\[|\]$/gu, ''),
      port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port,
      path: target,
      agent: false,
      headers: {
        host: target,
        ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
      },
    });
    asked.once('error', (error) => created(error));
    asked.setTimeout(PATIENCE_MS, () => asked.destroy(new Error(`the proxy ${url.host} does not answer`)));
    asked.once('connect', ({ statusCode = 0, statusMessage = '' }, socket) => {
      socket.setTimeout(0);
      if (statusCode >= 200 && statusCode < 300) {
        created(null, connect({ ...options, socket }));
        return;
      }
      socket.destroy();
      created(new Error(`the proxy ${url.host} refuses: ${statusCode} ${statusMessage}`.trimEnd()));
    });
    asked.end();
    return undefined;
  }
}

import { Hono, type Context } from 'hono';
import { getPath } from 'hono/utils/url';
import type { Assets } from './assets.ts';
import { withinBase } from './base-path.ts';
import { securityHeaders } from './guard/headers.ts';
import { isKnownHost, isOwnOrigin, type KnownHosts } from './guard/host-name.ts';
import { hasSession, isSame, type Session, sessionCookie } from './guard/session.ts';
import { readBody } from './read-body.ts';
import { type Gzip, refuse, respond, takesGzip } from './respond.ts';
import type { Question, Route } from './route.ts';

/** What a dashboard is made of. */
export interface AppParts {
  readonly routes: readonly Route[];
  readonly assets: Assets;
  readonly session: Session;
  /** Begins and ends with `/`, as it stands in an address. */
  readonly basePath: string;
  readonly hosts: KnownHosts;
  /** Packs a text with gzip; undefined where that is not worth it. */
  readonly gzip: Gzip;
  /** Is told what an answer threw; the browser is not. */
  readonly onFault: (error: unknown) => void;
}

const METHODS = ['GET', 'HEAD', 'POST', 'DELETE'];

/** The dashboard as a function from requests to answers. */
export function createApp({ routes, assets, session, basePath, hosts, gzip, onFault }: AppParts): Hono {
  const app = new Hono({ getPath: (request) => withinBase(getPath(request), basePath) });
  const headers = securityHeaders(assets.scriptHash);

  app.use('*', async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  });
  app.use('*', async (c, next) => {
    const { method } = c.req;
    const host = c.req.header('host');
    if (!isKnownHost(host, hosts)) return refuse('host');
    if (!METHODS.includes(method)) return refuse('method');
    const isReading = method === 'GET' || method === 'HEAD';
    if (!isReading && !isOwnOrigin(c.req.header('origin'), host, hosts)) return refuse('origin');
    await next();
    return undefined;
  });
  app.use('/api/*', async (c, next) => {
    const site = c.req.header('sec-fetch-site');
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return refuse('origin');
    await next();
    return undefined;
  });

  app.post('/api/session', async (c) => {
    const body = await readBody(c.req.raw);
    if (!body.ok) return refuse(body.refusal);
    const told = body.value;
    const token = typeof told === 'object' && told !== null && 'token' in told ? told.token : undefined;
    if (typeof token !== 'string' || !isSame(token, session.token)) return refuse('token');
    c.header('set-cookie', sessionCookie(session, basePath));
    return c.body(null, 204);
  });
  app.use('/api/*', async (c, next) => {
    if (!hasSession(c.req.header('cookie'), session)) return refuse('session');
    await next();
    return undefined;
  });
  for (const route of routes) {
    app.on(route.method, `/api${route.path}`, async (c) => {
      if (route.method === 'GET')
        return await respond(await route.answer(questionOf(c)), c.req.header('accept-encoding'), gzip);
      const body = await readBody(c.req.raw, route.mostBytes);
      return body.ok
        ? await respond(await route.answer(questionOf(c, body.value)), undefined, gzip)
        : refuse(body.refusal);
    });
  }
  app.all('/api/*', () => refuse('path'));

  app.get('*', (c) => {
    const path = c.req.path.slice(1);
    const asset = assets.find(path);
    if (asset === undefined) {
      if (path.startsWith('assets/')) return refuse('path');
      return c.html(assets.page(basePath));
    }
    const packed = takesGzip(c.req.header('accept-encoding')) ? asset.gzip : undefined;
    c.header('content-type', asset.type);
    c.header('cache-control', asset.isFixed ? 'public, max-age=31536000, immutable' : 'no-cache');
    c.header('vary', 'accept-encoding');
    if (packed !== undefined) c.header('content-encoding', 'gzip');
    return c.body(new Uint8Array(packed ?? asset.bytes));
  });
  app.notFound(() => refuse('path'));
  app.onError((error) => {
    onFault(error);
    return refuse('fault');
  });
  return app;
}

function questionOf(c: Context, body?: unknown): Question {
  return {
    part: (name) => c.req.param(name) ?? '',
    word: (name) => c.req.query(name) || undefined,
    words: (name) => c.req.queries(name) ?? [],
    ...(body === undefined ? {} : { body }),
  };
}

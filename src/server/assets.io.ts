import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packageFile } from '../host/package-root.io.ts';
import type { Asset, Assets } from './assets.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
};
/** What the page says where the path under which it is reached belongs. */
const BASE = '<base href="/" />';

/** Reads the built page into memory: a request can only name what is there. A package without it is broken, and throws. */
export function readAssets(folder: string = packageFile('dist/web')): Assets {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const files = new Map<string, Asset>();
  for (const name of readdirSync(join(folder, 'assets'))) {
    const bytes = readFileSync(join(folder, 'assets', name));
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    files.set(`assets/${name}`, { type, bytes, gzip: gzipSync(bytes), isFixed: true });
  }
  const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
  return {
    page: (basePath) => page.replace(BASE, () => `<base href="${basePath}" />`),
    scriptHash: `sha256-${createHash('sha256').update(script).digest('base64')}`,
    find: (path) => files.get(path),
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LAUNCHER, Place } from './joulebook.ts';

test('Ctrl-C ends a transfer as DVC does, with 252', async () => {
  // A server that takes calls and never answers.
  const server = createServer(() => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const place = new Place();
  mkdirSync(join(place.dir, '.dvc'));
  writeFileSync(
    join(place.dir, '.dvc', 'config'),
    `[core]\n    no_scm = true\n    remote = store\n['remote "store"']\n    url = s3://bucket/data\n    endpointurl = http://127.0.0.1:${port}\n`,
  );
  writeFileSync(join(place.dir, 'data.txt'), 'data');
  expect(place.run(['add', 'data.txt']).code).toBe(0);
  const env = place.env({
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: 'us-east-1',
  });
  const child = spawn(LAUNCHER, ['push'], { cwd: place.dir, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts: string[] = [];
  child.stderr.on('data', (bytes: Buffer) => texts.push(bytes.toString()));
  await once(server, 'connection');
  child.kill('SIGINT');
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  server.close();
  expect({ code, signal }).toEqual({ code: 252, signal: null });
  expect(texts.join('')).toContain('interrupted by the user');
  expect(place.run(['status']).code).toBe(0);
});

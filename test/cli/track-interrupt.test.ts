import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LAUNCHER, Place } from './joulebook.ts';

const FILES = 1500;
const UP_TO_DATE = 'Data and pipelines are up to date.\n';

let place: Place;
beforeEach(() => {
  place = new Place();
  mkdirSync(at('.dvc'));
  writeFileSync(at('.dvc/config'), '[core]\n    no_scm = true\n');
  mkdirSync(at('d'));
  for (let i = 0; i < FILES; i += 1) writeFileSync(at(`d/${i}`), `${i}`);
});
afterEach(() => rmSync(place.dir, { recursive: true }));

function at(path: string): string {
  return join(place.dir, path);
}

/** Sends Ctrl-C to a command as soon as a path is there. @returns the signal that the command ended by. */
async function interrupted(args: readonly string[], path: string): Promise<string | null> {
  const child = spawn(LAUNCHER, args, { cwd: place.dir, env: place.env(), stdio: 'ignore' });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  await expect.poll(() => existsSync(at(path)), { timeout: 60_000, interval: 2 }).toBe(true);
  child.kill('SIGINT');
  return (await ended)[1];
}

test('Ctrl-C ends add, checkout and commit by the signal, and what was begun can be done again', async () => {
  expect(await interrupted(['add', 'd'], '.dvc/cache/files')).toBe('SIGINT');
  expect([existsSync(at('d.dvc')), readdirSync(at('d')).length]).toEqual([false, FILES]);
  expect(place.run(['add', 'd']).code).toBe(0);
  expect(place.run(['status']).stdout).toBe(UP_TO_DATE);

  rmSync(at('d'), { recursive: true });
  expect(await interrupted(['checkout'], 'd')).toBe('SIGINT');
  expect(readdirSync(at('d')).length).toBeLessThan(FILES);
  expect(place.run(['checkout']).code).toBe(0);
  expect(place.run(['status']).stdout).toBe(UP_TO_DATE);

  rmSync(at('.dvc/cache'), { recursive: true });
  expect(await interrupted(['commit', '-f'], '.dvc/cache/files')).toBe('SIGINT');
  expect(place.run(['commit', '-f']).code).toBe(0);
  expect(place.run(['status']).stdout).toBe(UP_TO_DATE);
}, 120_000);

test('what a command that was ended left unfinished is removed by gc, when it is a day old', () => {
  expect(place.run(['add', '-q', 'd']).code).toBe(0);
  const left = [
    '.dvc/tmp/joulebook/x.listing.1.tmp',
    '.dvc/tmp/joulebook/placing/1.2.tmp',
    '.dvc/cache/joulebook/1.2.tmp',
  ];
  const fresh = '.dvc/tmp/joulebook/y.listing.2.tmp';
  for (const path of [...left, fresh]) {
    mkdirSync(join(at(path), '..'), { recursive: true });
    writeFileSync(at(path), '');
    if (path !== fresh) utimesSync(at(path), 0, 0);
  }
  expect(place.run(['gc', '-w', '-f']).code).toBe(0);
  expect(left.filter((path) => existsSync(at(path)))).toEqual([]);
  expect(existsSync(at(fresh))).toBe(true);
  expect(place.run(['status']).stdout).toBe(UP_TO_DATE);
});

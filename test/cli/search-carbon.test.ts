import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { electricityMapsService, type FakeService, serve, TOKEN, truth } from '../grid/live/fake-services.ts';
import { roomInTheHour } from '../grid/live/room-in-the-hour.ts';
import { LAUNCHER, type Outcome, Place } from './joulebook.ts';

const closing: (() => unknown)[] = [];
// What the service tells changes with the hour.
beforeEach(roomInTheHour);
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Three trials of a moment, begun as `carbon` says. */
function place(carbon: string): Place {
  const at = new Place();
  writeFileSync(
    join(at.dir, 's.yaml'),
    `version: 1
objective: {metric: loss, goal: minimize, max_resource: 1}
budget: {trials: 3, time: 1h}
parameters: {x: {min: 0.0, max: 1.0}}
command: echo loss=$\{param:x}
carbon: ${carbon}
search: {stopper: none, sampler: random, seed: 1}
`,
  );
  return at;
}

function trace(at: Place, ...points: readonly (readonly [afterS: number, g: number])[]): void {
  const rows = points.map(([afterS, g]) => `${new Date(Date.now() + afterS * 1000).toISOString()},${g}\n`);
  writeFileSync(join(at.dir, 'trace.csv'), `time,g/kWh\n${rows.join('')}`);
}

const search = (at: Place, ...args: readonly string[]): Outcome =>
  at.run(['search', 's.yaml', '--region', 'FR', ...args]);

/** Runs it without keeping this process from its own work: the service of the test lives here. */
function launched(
  at: Place,
  env: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<Outcome> {
  const child = spawn(LAUNCHER, args, { cwd: at.dir, env: at.env(env), stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

describe('a search that waits for clean electricity', () => {
  test('begins no trial while the trace is above the limit, and does when it falls', () => {
    const at = place('{intensity: trace.csv, pause_above: 450}');
    trace(at, [-3600, 500], [2, 200], [3600, 200]);
    const { code, stderr } = search(at);
    expect(code).toBe(0);
    const [held, released, first] = [
      'no trial is begun: the grid is at 500 g/kWh, above',
      'trials are begun again: the electricity is clean',
      '#0  complete',
    ].map((text) => stderr.indexOf(text));
    expect(held).toBeGreaterThanOrEqual(0);
    expect(released).toBeGreaterThan(held as number);
    expect(first).toBeGreaterThan(released as number);
  });

  test('does not wait for ever, nor where the trace is silent', () => {
    const at = place('{intensity: trace.csv, pause_above: 450, max_wait: 1s}');
    trace(at, [-3600, 500], [3600, 200]);
    expect(search(at, '--name', 'a').stderr).toContain('the longest wait is over');
    trace(at, [-3600, 500], [-1800, 500]);
    const { code, stderr } = search(at, '--name', 'b');
    expect(code).toBe(0);
    expect(stderr).toContain('trace.csv says nothing of now');
  });

  test('is ended by its budget of time while it waits, and by Ctrl-C', async () => {
    const at = place('{intensity: trace.csv, pause_above: 450}');
    trace(at, [-3600, 500], [3600, 200]);
    const { code, stderr } = search(at, '--budget', '1s');
    expect(code).toBe(4);
    expect(stderr).toContain('its budget of time is spent');
    const child = spawn(LAUNCHER, ['search', 's.yaml', '--region', 'FR', '--name', 'c'], {
      cwd: at.dir,
      env: at.env(),
    });
    child.stderr.on('data', (data: Buffer) => {
      if (data.toString().includes('no trial is begun')) child.kill('SIGINT');
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(130);
  });

  test('asks a live source, and says where there is none that nothing waits', async () => {
    const service: FakeService = await serve(electricityMapsService);
    closing.push(service.close);
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    const at = place(`{pause_above: ${truth(hour) - 1}, max_wait: 1s}`);
    const env = { JOULEBOOK_GRID_URL: service.url, ELECTRICITYMAPS_TOKEN: TOKEN };
    const args = ['search', 's.yaml', '--region', 'FR'];
    const online = await launched(at, env, [...args, '--online']);
    expect(online.code).toBe(0);
    expect(online.stderr).toContain(`the grid is at ${truth(hour)} g/kWh`);
    const offline = await launched(at, env, [...args, '--name', 'offline']);
    expect(offline.code).toBe(0);
    expect(offline.stderr).toContain('carbon.pause_above: no trial will wait');
    expect(offline.stderr).toContain('Offline only a yearly figure is known');
  });

  test('refuses what could never begin, and a trace that is none', () => {
    const constant = search(place('{intensity: 500, pause_above: 450}'));
    expect(constant.code).toBe(2);
    expect(constant.stderr).toContain('no trial would ever be begun');
    const at = place('{intensity: trace.csv, pause_above: 450}');
    expect(search(at)).toMatchObject({ code: 2 });
    writeFileSync(join(at.dir, 'trace.csv'), 'time,g\n2026-11-26T08:00Z,310\nlater,280\n');
    expect(search(at).stderr).toContain('trace.csv, line 3');
  });

  test('counts carbon by the one figure that the file gives', () => {
    const at = place('{intensity: 300}');
    search(at);
    const shown = JSON.parse(at.run(['show', '@last', '--json']).stdout) as {
      data: { carbon: { intensity: { value: number } } };
    };
    expect(shown.data.carbon.intensity.value).toBe(300);
  });
});

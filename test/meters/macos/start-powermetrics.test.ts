import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Host } from '../../../src/host/host.ts';
import { realHost } from '../../../src/host/real-host.io.ts';
import { findMacos } from '../../../src/meters/macos/find-macos.io.ts';
import { powermetricsArguments, sudoersLine } from '../../../src/meters/macos/powermetrics-command.ts';
import type { EnergySource } from '../../../src/meters/source.ts';
import { bundled } from '../../bundled.ts';
import { taken } from '../boards/sysfs-tree.ts';
import { APPLE_HEAD, appleSample } from './powermetrics.golden.ts';

const CONTEXT = { hostId: 'abc', firstGpu: 0, chip: 'apple' } as const;

/** A program that stands in for `powermetrics`: prints a sample of 100 ms every 100 ms, after it has told its pid and arguments. */
function script(body = 'while :; do cat "$dir/sample" || exit; sleep 0.1; done'): {
  readonly program: string;
  readonly folder: string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'joulebook-powermetrics-'));
  const program = join(folder, 'powermetrics');
  writeFileSync(join(folder, 'sample'), APPLE_HEAD + appleSample('100.00', 20_000, 5000, 1000));
  writeFileSync(
    program,
    `#!/bin/sh\ndir=${folder}\necho $$ > "$dir/pid.tmp"; printf '%s' "$*" > "$dir/args"; mv "$dir/pid.tmp" "$dir/pid"\n${body}\n`,
  );
  chmodSync(program, 0o755);
  return { program, folder };
}

const mac = (env: Host['env'], more: Partial<Host> = {}): Host =>
  realHost({ platform: 'darwin', env, ...more });

function only(found: ReturnType<typeof findMacos>): EnergySource {
  const source = found.sources[0];
  if (source === undefined) throw new Error(JSON.stringify(found.findings));
  return source;
}

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('it did not happen within a minute');
    await setTimeout(20);
  }
}

const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

test('elsewhere than on a Mac nothing is started or said', () => {
  const { program, folder } = script();
  const host = realHost({ env: { JOULEBOOK_POWERMETRICS: program }, platform: 'linux' });
  expect(findMacos(host, CONTEXT)).toEqual({ sources: [], findings: [] });
  expect(existsSync(join(folder, 'pid'))).toBe(false);
});

test('a program is started, read as its samples come, and ended when it is closed', async () => {
  const { program, folder } = script();
  const host = mac({ JOULEBOOK_POWERMETRICS: program, PATH: process.env['PATH'] });
  const found = findMacos(host, CONTEXT);
  const source = only(found);
  expect(found.findings).toEqual([
    {
      meter: 'powermetrics',
      state: 'found',
      what: 'powermetrics, Apple silicon: CPU and ANE, GPU',
      targets: ['cpu', 'gpu:0'],
    },
  ]);
  await until(() => existsSync(join(folder, 'pid')));
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
  expect(readFileSync(join(folder, 'args'), 'utf8').trim()).toBe('--samplers cpu_power -i 1000 -b 1');
  source.start(host.clock.bootS());
  let sinceS = 0;
  await until(() => {
    sinceS = host.clock.bootS();
    return (taken(source, sinceS)[0]?.[0] ?? 0) > 0;
  });
  await setTimeout(300);
  const nowS = host.clock.bootS();
  const [cpu, gpu] = taken(source, nowS) as [readonly [number, number], readonly [number, number]];
  // 21 W and 5 W, constant: also what is held after the last sample is right.
  for (const end of cpu) expect(end).toBeCloseTo(21 * (nowS - sinceS), 6);
  for (const end of gpu) expect(end).toBeCloseTo(5 * (nowS - sinceS), 6);
  expect(source.troubles()).toEqual([]);
  source.close();
  await until(() => !isAlive(pid));
});

test('a program that ends is a trouble', async () => {
  const { program } = script('cat "$dir/sample"; exit 3');
  const host = mac({ JOULEBOOK_POWERMETRICS: program, PATH: process.env['PATH'] });
  const source = only(findMacos(host, CONTEXT));
  source.start(host.clock.bootS());
  const seen: string[] = [];
  await until(() => {
    source.poll(host.clock.bootS());
    seen.push(...source.troubles().map(({ why }) => why));
    return seen.length > 0;
  });
  expect(seen).toEqual(['powermetrics ended (exit status 3)', 'powermetrics ended (exit status 3)']);
  source.close();
});

test('a program that is not there is a trouble', async () => {
  const host = mac({ JOULEBOOK_POWERMETRICS: '/nowhere/powermetrics' });
  const source = only(findMacos(host, CONTEXT));
  source.start(host.clock.bootS());
  await until(() => {
    source.poll(host.clock.bootS());
    return source.troubles().some(({ why }) => why.startsWith('powermetrics could not be started'));
  });
  source.close();
});

test('it keeps nobody alive, and ends when its starter is gone', async () => {
  const { program, folder } = script();
  const code = bundled(`import { findMacos } from './src/meters/macos/find-macos.io.ts';
    import { realHost } from './src/host/real-host.io.ts';
    findMacos(realHost({ platform: 'darwin' }), { hostId: 'abc', firstGpu: 0, chip: 'apple' });
    const { existsSync } = await import('node:fs');
    while (!existsSync(process.argv[2])) await new Promise((done) => setTimeout(done, 20));`);
  const env = { ...process.env, JOULEBOOK_POWERMETRICS: program };
  execFileSync(process.execPath, [code, join(folder, 'pid')], { env, timeout: 90_000 });
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
  await until(() => !isAlive(pid));
});

test('sudo that would ask for a password is never asked: the finding has the exact line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'joulebook-sudo-'));
  const sudo = join(folder, 'sudo');
  writeFileSync(
    sudo,
    `#!/bin/sh\nprintf '%s\\n' "$*" >> ${folder}/asked\necho 'sudo: a password is required' >&2\nexit 1\n`,
  );
  chmodSync(sudo, 0o755);
  const code = bundled(`import { findMacos } from './src/meters/macos/find-macos.io.ts';
    import { realHost } from './src/host/real-host.io.ts';
    const host = realHost({ platform: 'darwin', uid: 501 });
    console.log(JSON.stringify(findMacos(host, { hostId: 'abc', firstGpu: 0, chip: 'apple' })));`);
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env['PATH']}`,
    USER: 'ada',
    JOULEBOOK_POWERMETRICS: '',
  };
  const { sources, findings } = JSON.parse(
    execFileSync(process.execPath, [code], { env, encoding: 'utf8' }),
  ) as ReturnType<typeof findMacos>;
  expect(sources).toEqual([]);
  expect(findings[0]).toMatchObject({
    state: 'unusable',
    fix: 'echo "ada ALL=(root) NOPASSWD: /usr/bin/powermetrics --samplers cpu_power -i 1000 -b 1" | sudo tee /etc/sudoers.d/joulebook && sudo chmod 440 /etc/sudoers.d/joulebook && sudo visudo -cf /etc/sudoers.d/joulebook',
  });
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe(
    '-n -l /usr/bin/powermetrics --samplers cpu_power -i 1000 -b 1\n',
  );
});

test('the line of sudoers allows one command with its arguments, none of which sudoers would read otherwise', () => {
  const line = sudoersLine('ada', powermetricsArguments(1000));
  expect(line.split('NOPASSWD: ')[1]).not.toMatch(/[,:=\\*?]/);
});

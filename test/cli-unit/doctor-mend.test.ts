import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NO_SETTINGS } from '../../src/cli/config/settings.ts';
import { createContext } from '../../src/cli/context.io.ts';
import type { CliContext } from '../../src/cli/context.ts';
import type { Fix } from '../../src/cli/doctor/fix.ts';
import { mend } from '../../src/cli/doctor/mend.io.ts';
import { raplFix } from '../../src/cli/doctor/rapl-fix.io.ts';
import { tryFolder } from '../../src/cli/doctor/try-folder.io.ts';
import type { Host } from '../../src/host/host.ts';
import { raplUdevRule } from '../../src/meters/rapl/udev-rule.ts';
import { FakeRapl, TREES } from '../meters/rapl/powercap-tree.ts';

const RULE = 'udev/rules.d/70-joulebook-rapl.rules';

/** A machine whose counters are the kernel's own way: for root alone. */
function closedMachine(): { readonly rapl: FakeRapl; readonly rootFolder: string; readonly files: string[] } {
  const rapl = new FakeRapl(TREES['one socket']);
  const files = rapl.zones.map((zone) => rapl.file(zone));
  for (const file of files) chmodSync(file, 0o400);
  return { rapl, files, rootFolder: dirname(rapl.host.roots.etc) };
}

const isOpen = (file: string): boolean => (statSync(file).mode & 0o444) === 0o444;

/** A context whose output is kept, on no terminal. */
function quietContext(
  host: Host,
  json = false,
): { readonly context: CliContext; readonly said: () => string } {
  const flags = { command: 'doctor', json, quiet: false, noColor: true, verbose: 0 };
  let said = '';
  const context: CliContext = {
    ...createContext(host, flags, NO_SETTINGS),
    errIsTTY: false,
    out: (text) => void (said += text),
    succeed: (data) => {
      if (json) said += JSON.stringify(data);
      return 0;
    },
  };
  return { context, said: () => said };
}

const asUser = (host: Host, uid: number): Host => ({ ...host, uid });

describe('the udev rule', () => {
  test('is offered where a counter is closed to somebody, and only there', () => {
    const { rapl, files } = closedMachine();
    expect(raplFix(rapl.host)).toMatchObject({ id: 'rapl-udev-rule', needsRoot: true });
    for (const file of files) chmodSync(file, 0o444);
    expect(raplFix(rapl.host)).toBeUndefined();
    chmodSync(files[1] as string, 0o440);
    expect(raplFix(rapl.host)).toBeDefined();
  });

  test('is shown word for word, with its commands', () => {
    const shown = raplFix(closedMachine().rapl.host)?.shows.join('\n') ?? '';
    for (const line of raplUdevRule().text.trim().split('\n')) expect(shown).toContain(line);
    for (const command of raplUdevRule().apply) expect(shown).toContain(command);
  });

  test('without udevadm: the rule is written and the counters are opened by hand', async () => {
    const { rapl, files } = closedMachine();
    const outcome = await raplFix(rapl.host)?.apply();
    expect(outcome).toMatchObject({ worked: true, said: expect.stringContaining('no udevadm') });
    expect(readFileSync(join(rapl.host.roots.etc, RULE), 'utf8')).toBe(raplUdevRule().text);
    expect(files.every(isOpen)).toBe(true);
    expect(raplFix(rapl.host)).toBeUndefined();
  });

  test('with udevadm: it is given the commands of the rule, and what it does is looked at', async () => {
    const { rapl, files, rootFolder } = closedMachine();
    const log = join(rootFolder, 'udevadm.log');
    mkdirSync(join(rootFolder, 'usr/bin'), { recursive: true });
    // As udev: what `trigger` asks for is done a moment later.
    writeFileSync(
      join(rootFolder, 'usr/bin/udevadm'),
      `#!/bin/sh\necho "udevadm $*" >>"${log}"\n[ "$1" = trigger ] && (sleep 0.2; chmod a+r ${files.map((file) => `"${file}"`).join(' ')}) >/dev/null 2>&1 &\n`,
      { mode: 0o755 },
    );
    const outcome = await raplFix(rapl.host)?.apply();
    expect(readFileSync(log, 'utf8').trim().split('\n')).toEqual(raplUdevRule().apply);
    expect(outcome).toMatchObject({ worked: true, said: expect.not.stringContaining('no udevadm') });
  });

  test('a rule that cannot be written has not worked, and says why', async () => {
    const { rapl } = closedMachine();
    writeFileSync(join(rapl.host.roots.etc, 'udev'), 'a file in the way');
    expect(await raplFix(rapl.host)?.apply()).toMatchObject({
      worked: false,
      said: expect.stringMatching(/cannot make .*rules\.d/),
    });
  });
});

describe('mending', () => {
  const fix = (worked: boolean, needsRoot: boolean): Fix & { readonly tries: () => number } => {
    let tries = 0;
    return {
      id: needsRoot ? 'rapl-udev-rule' : 'close-lost-runs',
      what: 'mend it',
      shows: ['write a file'],
      needsRoot,
      tries: () => tries,
      apply: () => {
        tries++;
        return Promise.resolve({ worked, said: worked ? 'it works' : 'it does not work' });
      },
    };
  };
  const { host } = closedMachine().rapl;

  test('who is not root gets the exact command, and nothing is done', async () => {
    const { context, said } = quietContext(asUser(host, 1000));
    const ours = fix(true, true);
    expect(await mend(context, [ours], true)).toBe(1);
    expect(ours.tries()).toBe(0);
    expect(said()).toMatch(/sudo \S*node\S* \S+ doctor --fix/);
  });

  test('without a terminal and without --yes it is only shown', async () => {
    const { context, said } = quietContext(asUser(host, 0));
    const ours = fix(true, true);
    expect(await mend(context, [ours], false)).toBe(1);
    expect(ours.tries()).toBe(0);
    expect(said()).toContain('write a file');
    expect(said()).toContain('joulebook doctor --fix --yes');
  });

  test('with --yes it is done, and what did not work is no success', async () => {
    const good = quietContext(asUser(host, 0));
    expect(await mend(good.context, [fix(true, true), fix(true, false)], true)).toBe(0);
    expect(good.said()).toContain('done: it works');
    const bad = quietContext(asUser(host, 0));
    expect(await mend(bad.context, [fix(true, true), fix(false, false)], true)).toBe(1);
    expect(bad.said()).toContain('failed: it does not work');
  });

  test('nothing to mend is fine', async () => {
    const { context, said } = quietContext(host);
    expect(await mend(context, [], false)).toBe(0);
    expect(said()).toContain('nothing to mend');
  });

  test('as JSON: one fate for each', async () => {
    const { context, said } = quietContext(asUser(host, 1000), true);
    await mend(context, [fix(true, true), fix(true, false)], true);
    expect(JSON.parse(said())).toMatchObject({ fixes: [{ state: 'needs-root' }, { state: 'applied' }] });
  });
});

describe('trying a folder', () => {
  test('leaves nothing behind, with and without a folder of its own', () => {
    const { rootFolder } = closedMachine();
    const dir = join(rootFolder, 'book');
    mkdirSync(dir);
    for (const own of [true, false]) expect(tryFolder(dir, own)).toEqual({ can: true, lock: 'flock' });
    expect(existsSync(join(dir, '.doctor'))).toBe(false);
    expect(statSync(dir).nlink).toBe(2);
  });

  test('says why it cannot', () => {
    const { rootFolder } = closedMachine();
    expect(tryFolder(join(rootFolder, 'none'), false)).toMatchObject({
      can: false,
      why: expect.stringContaining('ENOENT'),
    });
  });
});

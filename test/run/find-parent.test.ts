import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { Registry } from '../../src/attribution/registry.io.ts';
import { runId } from '../../src/book/run-id.ts';
import type { Host } from '../../src/host/host.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import { findParent } from '../../src/run/find-parent.io.ts';

let host: Host;
let registry: Registry;
beforeEach(() => {
  const real = realHost();
  const base = mkdtempSync(join(tmpdir(), 'joulebook-parent-'));
  host = { ...real, roots: { ...real.roots, registry: [base] } };
  registry = Registry.open(host, 'boot') as Registry;
});

/** How long it took to look for a run, ms; nothing is found. */
function waitedMs(id: string): number {
  const began = performance.now();
  expect(findParent(registry, id, host)).toBeUndefined();
  return performance.now() - began;
}

test('a run that is known is found', () => {
  const id = runId(Date.now(), Math.random);
  registry.enter({ id, rootId: id, isRoot: true, rootPid: host.pid, reserved: 0, intervalS: 1 });
  expect(findParent(registry, id, host)?.id).toBe(id);
  registry.leave();
});

test('a run that has just named itself is waited for, and not for ever', () => {
  const ms = waitedMs(runId(Date.now(), Math.random));
  expect(ms).toBeGreaterThanOrEqual(990);
  expect(ms).toBeLessThan(60_000);
});

test.each([
  ['old', runId(Date.now() - 60_000, Math.random)],
  ['of the future', runId(Date.now() + 60_000, Math.random)],
  ['no id', 'abc'],
])('a run that is %s is not waited for', (_, id) => {
  // The quickest of three: a busy machine may make any one wait.
  expect(Math.min(...[1, 2, 3].map(() => waitedMs(id)))).toBeLessThan(900);
});

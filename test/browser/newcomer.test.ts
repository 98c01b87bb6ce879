import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openDashboard } from './dashboard.ts';
import { settled } from './settled.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GUIDE = readFileSync(join(ROOT, 'docs/guide/five-minutes.md'), 'utf8');
const FIVE_MINUTES_MS = 300_000;

/** The blocks of code of the guide, in their order: the training, the run, the search, the dashboard. */
const [SCRIPT = '', ...COMMANDS] = [...GUIDE.matchAll(/```(?:python)?\n([\s\S]*?)```/g)].map(
  ([, text = '']) => text,
);

test(
  'a newcomer who does what the guide says comes to the frontier of a search within five minutes',
  async () => {
    const began = Date.now();
    const folder = mkdtempSync(join(tmpdir(), 'joulebook-newcomer-'));
    writeFileSync(join(folder, 'train.py'), SCRIPT);
    const [run = '', search = '', ui = ''] = COMMANDS;
    expect(ui.trim()).toBe('joulebook ui');
    for (const command of [run, search]) {
      const { status, stderr } = spawnSync('bash', ['-c', command], {
        cwd: folder,
        env: { ...process.env, PATH: `${join(ROOT, 'bin')}:${process.env['PATH']}` },
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, expect.stringContaining('joulebook ui')]);
    }
    const dashboard = await openDashboard(folder);
    const { page, context, faults } = await dashboard.open('/');
    await page.locator('figure[aria-labelledby="days-title"]').waitFor();
    await settled(page); // a page that still draws may take longer over the first key than the second is waited for
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await page.getByText(/of \d+ runs are on the frontier|is on the frontier/).waitFor();
    await expect.poll(() => page.locator('table a').count()).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    expect(Date.now() - began).toBeLessThan(FIVE_MINUTES_MS);
    await context.close();
    await dashboard.close();
  },
  FIVE_MINUTES_MS,
);

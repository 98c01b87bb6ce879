import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, type Dashboard, openDashboard } from './dashboard.ts';
import { settled } from './settled.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/joulebook', import.meta.url));
const PIPELINE = `stages:
  prepare:
    desc: "<img src=x onerror=alert(1)>"
    cmd: printf 1234 > clean.txt
    outs: [clean.txt]
  train:
    foreach: [small, large]
    do:
      cmd: cp clean.txt \${item}.txt
      deps: [clean.txt]
      outs: ["\${item}.txt"]
  report:
    cmd: cat small.txt large.txt > report.txt
    deps: [small.txt, large.txt]
    outs: [report.txt]
`;

let dashboard: Dashboard;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'joulebook-browser-'));
  const joulebook = (...words: readonly string[]): void => {
    const { status, stderr } = spawnSync(LAUNCHER, words, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  joulebook('init', '--no-scm', '-q');
  writeFileSync(join(folder, 'dvc.yaml'), PIPELINE);
  joulebook('repro', '-q', 'train');
  dashboard = await openDashboard(folder);
});
afterAll(() => dashboard.close());

const params = async (page: Page): Promise<URLSearchParams> => (await addressOf(page)).searchParams;

describe('the pipeline', () => {
  test('draws every stage with its state, and says the same as text', async () => {
    const { page, context, faults } = await dashboard.open('/pipeline');
    await page.locator('.graph-window .is-never').waitFor();
    await page.locator('section table tbody tr', { hasText: 'up to date' }).first().waitFor();
    await settled(page);
    expect(await page.locator('.graph-window .node').count()).toBe(4);
    const rows = await page.locator('section table tbody tr').allInnerTexts();
    expect(rows.map((row) => row.split(/\s/)[0])).toEqual([
      'prepare',
      'train@small',
      'train@large',
      'report',
    ]);
    expect(rows[0]).toContain('up to date');
    expect(rows[3]).toContain('never run');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('is walked, zoomed and opened by keys alone, and closed by Escape; all of it stands in the address', async () => {
    const { page, context } = await dashboard.open('/pipeline');
    await page.locator('.graph-window .is-never').waitFor();
    await settled(page);
    await page.locator('.plot').focus();
    await page.keyboard.press('Home');
    await page.locator('figure [role=status]').filter({ hasText: 'prepare' }).waitFor();
    await page.keyboard.press('+');
    await page.waitForFunction(() => new URL(location.href).searchParams.has('z'));
    await page.keyboard.press('Enter');
    await page.locator('.stage-panel h2').filter({ hasText: 'prepare' }).waitFor();
    expect((await params(page)).get('stage')).toBe('prepare');
    // What a stage is described as is text.
    await expect.poll(() => page.locator('.stage-panel').innerText()).toContain('<img src=x');
    await page.locator('.stage-panel td').filter({ hasText: 'ok' }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.stage-panel').waitFor({ state: 'detached' });
    expect((await params(page)).has('stage')).toBe(false);
    await context.close();
  });

  test('shows groups as one, and the critical path, from the address alone', async () => {
    const { page, context } = await dashboard.open('/pipeline?group=1&crit=time');
    await page.locator('.graph-window .on-path').first().waitFor();
    await settled(page);
    expect(await page.locator('.graph-window .node').count()).toBe(3);
    expect(await page.locator('#pipeline-sentence').innerText()).toContain('Critical path: prepare → train');
    await context.close();
  });
});

describe('the calculator', () => {
  test('computes what is typed, and the address alone brings it back', async () => {
    const { page, context, faults } = await dashboard.open('/calc');
    await page.getByLabel('Accelerator', { exact: true }).fill('8xH100');
    await page.getByLabel('Hours', { exact: true }).fill('72');
    await page.getByLabel('Where').fill('FR');
    await page.locator('.formula li').filter({ hasText: '72 h' }).waitFor();
    await page.locator('.tile').filter({ hasText: 'in France' }).waitFor();
    await settled(page);
    const tiles = await page.locator('.tiles').innerText();
    const again = await dashboard.open(`/calc${(await addressOf(page)).search}`);
    await again.page.locator('.tile').filter({ hasText: 'in France' }).waitFor();
    await settled(again.page);
    expect(await again.page.locator('.tiles').innerText()).toBe(tiles);
    expect(await again.page.getByLabel('Accelerator', { exact: true }).inputValue()).toBe('8xH100');
    expect(faults).toEqual([]);
    await again.context.close();
    await context.close();
  });

  test('says what is not understood and keeps what could be computed', async () => {
    const { page, context } = await dashboard.open('/calc?gpu=a100&hours=5&region=FR');
    await page.locator('.tile').filter({ hasText: 'in France' }).waitFor();
    await page.getByLabel('Where').fill('FRX');
    await page.getByRole('alert').waitFor();
    await settled(page);
    expect(await page.locator('.tile').count()).toBeGreaterThan(2);
    await context.close();
  });
});

test('a file is looked at, and taken in once that is wanted', async () => {
  const { page, context, faults } = await dashboard.open('/import');
  const csv =
    'timestamp,project_name,run_id,duration,emissions,energy_consumed\n2025-03-01T10:00:00,<b>x</b>,11111111-1111-4111-8111-111111111111,3600,0.05,0.05\n';
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'emissions.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByText('1 would come in').waitFor();
  await page.getByRole('button', { name: /Take in/ }).click();
  await page.getByText('1 came in').waitFor();
  await page.getByRole('link', { name: 'See the imported runs' }).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test('the method page names the source of every table', async () => {
  const { page, context } = await dashboard.open('/method');
  await page.getByRole('heading', { name: 'Equivalences', exact: true }).waitFor();
  await settled(page);
  expect(await page.locator('.method').innerText()).toContain('ember_country.csv');
  await context.close();
});

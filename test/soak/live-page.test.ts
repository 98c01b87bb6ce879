import type { CDPSession, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launch } from '../browser/dashboard.ts';
import { write } from '../server/live-laws.ts';
import { BEGAN, LiveSimulation } from '../server/live-simulation.ts';
import { serveLive } from './live-room.ts';
import { handInTime, type PageSoak } from './page-clock.ts';

const MB = 2 ** 20;
const RUNS = 50;
const HOURS = Number(process.env['JOULEBOOK_SOAK_HOURS'] ?? 8);
/** Between two beats of the server, s; and how many pass before the page is waited for: it may leave eight messages unread. */
const BEAT_S = 0.55;
const TOGETHER = 6;
/** The page is not looked at for so long, in the middle. */
const AWAY_S = Math.min(600, HOURS * 360);

test('a page in Chromium follows eight hours of 50 runs to the last sample, in the same room', {
  timeout: 2_700_000,
}, async () => {
  const simulation = new LiveSimulation();
  const browser = await launch();
  const room = await serveLive(simulation);
  try {
    for (let n = 0; n < RUNS; n++) simulation.begin(`run ${n}`);
    simulation.nowS = 0.3;
    const context = await browser.newContext({
      reducedMotion: 'reduce',
      viewport: { width: 1024, height: 600 },
    });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(error.message));
    await page.addInitScript(handInTime, BEGAN + 300);
    await page.goto(`${room.url}live#token=secret`);
    await expect.poll(() => [room.service.listeners, ...faults], { timeout: 20_000 }).toEqual([1]);

    const began = performance.now();
    const cdp = await context.newCDPSession(page);
    const beats = Math.round((HOURS * 3600) / BEAT_S);
    let early: Room | undefined;
    let second = 1;
    let unheard = 0; // on its way when the page looked away
    for (let beat = 1; beat <= beats + 4 * RUNS; beat++) {
      const untilS = beat * BEAT_S;
      for (; second <= Math.min(untilS, beats * BEAT_S); second++) {
        simulation.nowS = second;
        write(simulation, second);
      }
      simulation.nowS = untilS;
      room.service.beat();
      await new Promise((done) => void setImmediate(done));
      if (beat % TOGETHER !== 0) continue;
      const awayS = untilS - HOURS * 1800;
      if (awayS >= 0 && awayS < AWAY_S) {
        await look(page, false);
        continue;
      }
      if (awayS >= AWAY_S && awayS < AWAY_S + TOGETHER * BEAT_S) {
        await look(page, true);
        await expect.poll(() => room.service.listeners).toBe(1);
        unheard = room.service.said - (await heardBy(page)).messages;
      }
      const kept = await page.evaluate(
        ([nowMs, said]) => (globalThis as unknown as { soak: PageSoak }).soak.until(nowMs, said),
        [BEGAN + untilS * 1000, room.service.said - unheard] as const,
      );
      expect(kept, `what was said until ${untilS} s`).toBe(true);
      if (early === undefined && beat >= beats / 10) early = await roomOf(cdp);
    }
    const late = await roomOf(cdp);
    const took = (performance.now() - began) / 1000;

    const shown = await page.$$eval('.live-run', (cards) =>
      cards.map((card) => [
        card.querySelector('h2')?.textContent ?? '',
        card.querySelector('dd [title^="of "]')?.getAttribute('title') ?? '',
      ]),
    );
    expect(new Map(shown as [string, string][])).toEqual(
      new Map(simulation.runs.map(({ samples }, n) => [`run ${n}`, `of ${samples} samples`])),
    );
    expect(simulation.runs[0]?.samples).toBe(second - 1);
    expect(await page.textContent('.live-status')).toContain(`${RUNS} running`);
    expect(faults).toEqual([]);
    const heard = await heardBy(page);
    expect(heard.messages).toBe(room.service.said - unheard);
    expect(heard.mostASecond).toBeLessThanOrEqual(2);
    expect(heard.longest).toBeLessThanOrEqual(1024);
    const growth = (late.heap - (early?.heap ?? 0)) / MB;
    const { asked, askedWhole } = room.service;
    const samples = simulation.runs.reduce((sum, run) => sum + run.samples, 0);
    console.log({ ...heard, samples, asked, askedWhole, early, late, growthMB: growth, tookS: took });
    expect(growth).toBeLessThan(10);
    expect(late.nodes).toBeLessThan((early?.nodes ?? 0) * 1.5);
    // Whole answers: at the beginning, and perhaps after it was away.
    expect(askedWhole).toBeLessThanOrEqual(2);
  } finally {
    await browser.close();
    await room.close();
    simulation.close();
  }
});

/** What the page takes after a collection: heap in bytes, and nodes of its document. */
interface Room {
  readonly heap: number;
  readonly nodes: number;
}

function heardBy(page: Page): Promise<ReturnType<PageSoak['heard']>> {
  return page.evaluate(() => (globalThis as unknown as { soak: PageSoak }).soak.heard());
}

async function roomOf(cdp: CDPSession): Promise<Room> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes } = await cdp.send('Memory.getDOMCounters');
  return { heap: usedSize, nodes };
}

/** The window is looked at, or not: the page is told as the browser would tell it. */
async function look(page: Page, isSeen: boolean): Promise<void> {
  await page.evaluate((seen) => {
    const { document: shown } = globalThis as unknown as { document: EventTarget & { hidden: boolean } };
    if (shown.hidden === !seen) return;
    Object.defineProperty(shown, 'hidden', { configurable: true, get: () => !seen });
    shown.dispatchEvent(new Event('visibilitychange'));
  }, isSeen);
}

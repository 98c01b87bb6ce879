import type { Page } from 'playwright-core';
import { openRequests } from './open-requests.ts';

/**
 * Waits until a page is drawn whole: it has its heading and says of no part that it is loading, the questions that it puts off (projects, sample) are
 * answered with all others, and nothing in it has changed for some frames. After a key or a click wait for what it does first.
 */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('h1') !== null &&
      performance.getEntriesByType('resource').some(({ name }) => name.includes('/api/sample')),
  );
  for (let isWhole = false; !isWhole; ) {
    // What is answered while the page rests has not been drawn yet.
    const open = openRequests(page);
    isWhole = (await page.evaluate(rested, REST_MS)) && open === 0 && openRequests(page) === 0;
  }
}

/** For so long a page that is drawn changes nothing, ms. */
const REST_MS = 100;

/** In the page: whether nothing is on its way now, and nothing changes for some frames and a while. */
async function rested(restMs: number): Promise<boolean> {
  const isBusy = (): boolean => document.querySelector('[aria-busy="true"]') !== null;
  const frame = async (): Promise<void> => new Promise((done) => requestAnimationFrame(() => done()));
  let changes = 0;
  const observer = new MutationObserver(() => changes++);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  await frame();
  await new Promise((done) => setTimeout(done, restMs));
  await frame();
  observer.disconnect();
  return changes === 0 && !isBusy();
}

import type { Page, Request } from 'playwright-core';

/** By page: what it has asked its server and has not been answered yet. */
const open = new WeakMap<Page, Set<Request>>();

/** Notes what a page asks from now on. A stream of events is never answered whole and is left out. */
export function watchRequests(page: Page): void {
  const asked = new Set<Request>();
  open.set(page, asked);
  const isOver = (request: Request): void => void asked.delete(request);
  page.on('request', (request) => {
    // What a document asked goes with it, answered or not.
    if (request.isNavigationRequest()) asked.clear();
    else if (request.resourceType() !== 'eventsource') asked.add(request);
  });
  page.on('requestfinished', isOver);
  page.on('requestfailed', isOver);
}

/** How many questions of a page are open. Throws where they were not watched. */
export function openRequests(page: Page): number {
  const asked = open.get(page);
  if (asked === undefined) throw new Error('the page was not opened by openDashboard');
  return asked.size;
}

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LiveAnswer } from '../../src/report/live/live-facts.ts';
import { readMessage } from '../../src/report/live/live-message.ts';
import { ask, type Trouble, Unanswered } from './ask.ts';
import { api } from './base.ts';
import { LiveModel, type LiveView } from './live-model.ts';

/** What is known of the runs that live. */
export interface Live {
  /** `gone`: the server does not answer, and what is shown is as it was at `atMs`. `paused`: the window is not looked at. */
  readonly state: 'opening' | 'live' | 'gone' | 'paused';
  readonly runs: readonly LiveView[];
  /** When something was last heard, ms since 1970 by this browser's clock. */
  readonly atMs: number | undefined;
  /** The server's clock ahead of this browser's, ms. */
  readonly aheadMs: number;
  readonly catchingUp: number;
  readonly notFollowed: number;
  readonly warnings: readonly Trouble[];
  readonly trouble: Trouble | undefined;
}

const live = signal<Live>({
  state: 'opening',
  runs: [],
  atMs: undefined,
  aheadMs: 0,
  catchingUp: 0,
  notFollowed: 0,
  warnings: [],
  trouble: undefined,
});

/** Facts that have changed are asked for no sooner than this after the last time, ms. */
const ASK_AFTER_MS = 2000;
/** Where the server does not answer, it is tried again so much later, ms. */
const TRY_AGAIN_MS = 3000;

const model = new LiveModel();
/** What waits for the next frame. */
let unshown: Partial<Live> | undefined;
let users = 0;
let source: EventSource | undefined;
let isAsking = false;
let isStale = false;
let askedMs = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The runs that live, kept up to date while something on the page looks at them. */
export function useLive(): Live {
  useEffect(() => {
    if (users++ === 0) begin();
    return () => {
      if (--users === 0) end();
    };
  }, []);
  return live.value;
}

function begin(): void {
  document.addEventListener('visibilitychange', look);
  addEventListener('pagehide', close);
  look();
}

function end(): void {
  document.removeEventListener('visibilitychange', look);
  removeEventListener('pagehide', close);
  close();
}

/** A window that nobody looks at costs the server nothing. */
function look(): void {
  if (document.hidden) {
    close();
    live.value = { ...live.value, ...unshown, state: 'paused' };
    unshown = undefined;
  } else if (source === undefined) open();
}

function open(): void {
  clearTimeout(timer);
  const opened = new EventSource(api('/live/events'));
  source = opened;
  opened.addEventListener('hello', (event) => {
    const greeting = readMessage(event.lastEventId, event.data as string);
    if (greeting !== undefined && model.goesOn(greeting)) {
      heard(greeting.atMs);
      return;
    }
    model.lose();
    void askNow();
  });
  opened.addEventListener('message', (event) => {
    const message = readMessage(event.lastEventId, event.data as string);
    if (message === undefined) return; // of a later version, whose page this is not
    const outcome = model.heard(message);
    if (outcome === 'lost') model.lose();
    if (outcome !== 'known') askSoon();
    if (outcome !== 'lost') heard(message.atMs);
  });
  opened.addEventListener('error', () => {
    show({ state: 'gone' });
    // It tries again by itself, unless it was refused: what was wrong an ordinary question tells.
    if (opened.readyState !== EventSource.CLOSED || source !== opened) return;
    close();
    void askNow();
    timer = setTimeout(open, TRY_AGAIN_MS);
  });
}

function close(): void {
  clearTimeout(timer);
  source?.close();
  source = undefined;
}

function heard(serverMs: number): void {
  const atMs = Date.now();
  show({ state: 'live', atMs, aheadMs: serverMs - atMs, trouble: undefined });
}

/** What comes within one frame is drawn once: after a pause a burst of messages costs no more than one. */
function show(change: Partial<Live>): void {
  if (unshown === undefined)
    requestAnimationFrame(() => {
      if (unshown !== undefined) live.value = { ...live.value, ...unshown, runs: model.views };
      unshown = undefined;
    });
  unshown = { ...unshown, ...change };
}

function askSoon(): void {
  if (isAsking) {
    isStale = true;
    return;
  }
  if (isStale) return;
  isStale = true;
  const dueMs = askedMs + ASK_AFTER_MS - Date.now();
  setTimeout(() => void askNow(), Math.max(0, dueMs));
}

async function askNow(): Promise<void> {
  if (isAsking || users === 0) return;
  isAsking = true;
  isStale = false;
  askedMs = Date.now();
  const { since } = model;
  model.asking();
  try {
    const words = since === undefined ? '' : `?epoch=${since.epoch}&since=${since.version}`;
    const { data, warnings } = await ask<LiveAnswer>(`/live${words}`);
    model.answered(data);
    const { catchingUp, notFollowed } = data;
    show({ catchingUp, notFollowed, warnings });
    heard(data.nowMs);
    if (catchingUp > 0) isStale = true;
  } catch (error) {
    model.unanswered();
    if (!(error instanceof Unanswered)) throw error;
    show({ state: 'gone', trouble: error.trouble });
  } finally {
    isAsking = false;
  }
  if (!isStale) return;
  isStale = false;
  askSoon();
}

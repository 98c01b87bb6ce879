/** What the page says of itself while its time is handed in. */
export interface PageSoak {
  /** Lets time pass until then (ms since 1970), and waits until so many messages were heard; false where they did not come. */
  readonly until: (nowMs: number, heard: number) => Promise<boolean>;
  readonly heard: () => { readonly messages: number; readonly mostASecond: number; readonly longest: number };
}

/**
 * Runs in a page before its own scripts: its clock and timers go on only where they are told to, and what its event streams say is counted. Takes the same room
 * however long it goes on.
 */
export function handInTime(startMs: number): void {
  const due = new Map<number, { at: number; readonly every?: number; readonly act: () => void }>();
  const soon = globalThis.setTimeout.bind(globalThis);
  const clearSoon = globalThis.clearTimeout.bind(globalThis);
  let now = startMs;
  let next = 1e9; // far from the numbers of the browser's own timers
  const plan = (act: () => void, ms: number, every?: number): number => {
    due.set(next, { at: now + ms, act, ...(every === undefined ? {} : { every }) });
    return next++;
  };
  // What is to be done at once takes no time: the page's own rendering goes that way.
  const later =
    (repeats: boolean) =>
    (act: (...words: unknown[]) => void, ms = 0, ...words: unknown[]) => {
      if (ms <= 0 && !repeats) return soon(act, 0, ...words);
      return plan(() => act(...words), ms, repeats ? Math.max(1, ms) : undefined);
    };
  const RealDate = Date;
  class HandedDate extends RealDate {
    constructor(...words: []) {
      super(...((words.length === 0 ? [now] : words) as unknown as []));
    }
    static override now = (): number => now;
  }
  let messages = 0;
  let mostASecond = 0;
  let longest = 0;
  let times: number[] = [];
  const FRAME = 'id: \ndata: \n\n'.length;
  class CountedSource extends EventSource {
    constructor(url: string) {
      super(url);
      this.addEventListener('message', ({ data, lastEventId }: MessageEvent) => {
        const { at } = JSON.parse(String(data)) as { at: number };
        messages++;
        longest = Math.max(longest, String(data).length + lastEventId.length + FRAME);
        times = [...times.filter((one) => one > at - 1000), at];
        mostASecond = Math.max(mostASecond, times.length);
      });
    }
  }
  const advance = (toMs: number): void => {
    for (;;) {
      let first: number | undefined;
      for (const [id, { at }] of due)
        if (at <= toMs && (first === undefined || at < (due.get(first)?.at ?? 0))) first = id;
      const one = first === undefined ? undefined : due.get(first);
      if (first === undefined || one === undefined) break;
      now = Math.max(now, one.at);
      if (one.every === undefined) due.delete(first);
      else one.at += one.every;
      one.act();
    }
    now = toMs;
  };
  const until = async (nowMs: number, heard: number): Promise<boolean> => {
    advance(nowMs);
    const patience = performance.now() + 30_000;
    for (;;) {
      if (messages >= heard) return true;
      if (performance.now() > patience) return false;
      await new Promise((done) => soon(done, 1));
    }
  };
  const clear = (id: number): void => {
    if (!due.delete(id)) clearSoon(id);
  };
  Object.assign(globalThis, {
    Date: HandedDate,
    EventSource: CountedSource,
    setTimeout: later(false),
    setInterval: later(true),
    clearTimeout: clear,
    clearInterval: clear,
    soak: { until, heard: () => ({ messages, mostASecond, longest }) } satisfies PageSoak,
  });
}

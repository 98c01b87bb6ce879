import { EnergySums, type SampleCells, type Segment } from './energy-sums.ts';
import type { StageEvent } from './journal-event.ts';

/** A window that is open, or one of the last that were closed. */
interface Window {
  readonly name: string;
  readonly parent: string | undefined;
  readonly beganAt: number;
  endedAt?: number;
  readonly sums: EnergySums;
}

/** All windows of one name. */
export interface NamedWindows {
  readonly name: string;
  readonly parent?: string;
  readonly sums: EnergySums;
  /** Energy that stands in no window inside. */
  readonly self: EnergySums;
  count: number;
  durationS: number;
  /** How many of the name are open, and since when at least one is. */
  open: number;
  openSince: number;
}

/** How many closed windows can still be asked for by their id: a client asks at the window's end. */
const KEPT = 64;

/** Named windows of a run: nested and overlapping, each an inclusive part of the run. */
export class WindowSums {
  readonly #segments: readonly Segment[];
  readonly #open = new Map<string, Window>();
  readonly #closed = new Map<string, Window>();
  readonly #named = new Map<string, NamedWindows>();
  /** Names with a window open, and those whose windows are innermost; made anew when a window opens or closes. */
  #openNames: readonly NamedWindows[] = [];
  #innermost: readonly NamedWindows[] = [];
  #innermostName: string | undefined;

  constructor(segments: readonly Segment[]) {
    this.#segments = segments;
  }

  apply(event: StageEvent, t: number): void {
    if (event.op === 'end') this.#end(event.w, t);
    else {
      this.#end(event.w, t); // an id that is used again without an end: its end was lost
      this.#begin(event, t);
    }
    this.#refresh();
  }

  add(sample: SampleCells): void {
    if (this.#open.size === 0) return;
    for (const window of this.#open.values()) window.sums.add(sample);
    for (const named of this.#openNames) named.sums.add(sample);
    for (const named of this.#innermost) named.self.add(sample);
  }

  /** Name of the window opened last of those that hold no other. */
  get innermost(): string | undefined {
    return this.#innermostName;
  }

  /** Energy and length of one window by its id, open or just closed. */
  window(
    id: string,
    now: number,
  ): { readonly sums: EnergySums; readonly durationS: number; readonly name: string } | undefined {
    const window = this.#open.get(id) ?? this.#closed.get(id);
    if (window === undefined) return undefined;
    return {
      sums: window.sums,
      name: window.name,
      durationS: Math.max(0, (window.endedAt ?? now) - window.beganAt),
    };
  }

  /** All names in the order of their first opening; what is open counts until `now`. */
  names(now: number): readonly NamedWindows[] {
    return [...this.#named.values()].map((named) =>
      named.open === 0
        ? named
        : { ...named, durationS: named.durationS + Math.max(0, now - named.openSince) },
    );
  }

  #begin(event: StageEvent, t: number): void {
    const window = { name: event.name, parent: event.p, beganAt: t, sums: new EnergySums(this.#segments) };
    this.#open.set(event.w, window);
    const known = this.#named.get(event.name);
    const parent = event.p === undefined ? undefined : this.#open.get(event.p)?.name;
    const named: NamedWindows = known ?? {
      name: event.name,
      ...(parent === undefined || parent === event.name ? {} : { parent }),
      sums: new EnergySums(this.#segments),
      self: new EnergySums(this.#segments),
      count: 0,
      durationS: 0,
      open: 0,
      openSince: t,
    };
    if (known === undefined) this.#named.set(event.name, named);
    if (named.open === 0) named.openSince = t;
    named.open++;
    named.count++;
  }

  #end(id: string, t: number): void {
    const window = this.#open.get(id);
    if (window === undefined) return;
    window.endedAt = t;
    this.#open.delete(id);
    this.#closed.delete(id);
    this.#closed.set(id, window);
    if (this.#closed.size > KEPT) this.#closed.delete(this.#closed.keys().next().value as string);
    const named = this.#named.get(window.name) as NamedWindows;
    named.open--;
    if (named.open === 0) named.durationS += Math.max(0, t - named.openSince);
  }

  /** Windows of one name that stand in each other or overlap count once. */
  #refresh(): void {
    const parents = new Set([...this.#open.values()].map((window) => window.parent));
    const names = new Set<NamedWindows>();
    const innermost = new Set<NamedWindows>();
    this.#innermostName = undefined;
    for (const [id, window] of this.#open) {
      const named = this.#named.get(window.name) as NamedWindows;
      names.add(named);
      if (parents.has(id)) continue;
      innermost.add(named);
      this.#innermostName = window.name;
    }
    this.#openNames = [...names];
    this.#innermost = [...innermost];
  }
}

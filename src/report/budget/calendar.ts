/** A day on somebody's clock, which is not always 24 hours long. */
export interface Day {
  /** `2026-11-26`. */
  readonly date: string;
  /** Its beginning and end, ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** A calendar month. */
export interface Month {
  /** `2026-11`. */
  readonly key: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly days: readonly Day[];
}

/** Year, month (1 to 12) and day of the month. */
type YearMonthDay = readonly [year: number, month: number, day: number];

const MINUTE_MS = 60_000;

/**
 * Days and months on the clocks of one time zone. Where none is named they are those of this process.
 *
 * @example
 * new Calendar('Europe/Paris').monthOf(Date.parse('2026-03-31T22:30:00Z')).key // '2026-04'
 */
export class Calendar {
  readonly #parts: (ms: number) => readonly number[];

  /** @param zone an IANA name; a RangeError where there is no such zone. */
  constructor(zone?: string) {
    this.#parts = zone === undefined ? localParts : partsIn(zone);
  }

  /** The month in which a moment lies. */
  monthOf(ms: number): Month {
    const [year = 1970, month = 1] = this.#parts(ms);
    return this.month(year, month);
  }

  /** @param month 1 to 12; numbers beyond these are months of the years before and after. */
  month(year: number, month: number): Month {
    const first = new Date(Date.UTC(year, month - 1, 1));
    const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const [y, m] = [first.getUTCFullYear(), first.getUTCMonth() + 1];
    const days = Array.from({ length }, (_, i) => this.#day([y, m, i + 1]));
    const last = days.at(-1) ?? this.#day([y, m, 1]);
    return { key: `${y}-${two(m)}`, fromMs: days[0]?.fromMs ?? last.fromMs, toMs: last.toMs, days };
  }

  /** So many whole days before the one in which the moment lies, the oldest first. */
  daysBefore(ms: number, count: number): readonly Day[] {
    const [year = 1970, month = 1, day = 1] = this.#parts(ms);
    return Array.from({ length: count }, (_, i) => this.#day([year, month, day - count + i]));
  }

  /** The day in which a moment lies. */
  dayOf(ms: number): Day {
    const [year = 1970, month = 1, day = 1] = this.#parts(ms);
    return this.#day([year, month, day]);
  }

  #day([year, month, day]: YearMonthDay): Day {
    const at = new Date(Date.UTC(year, month - 1, day));
    const date = at.toISOString().slice(0, 10);
    return {
      date,
      fromMs: this.#midnight(at.getTime()),
      toMs: this.#midnight(Date.UTC(year, month - 1, day + 1)),
    };
  }

  /**
   * When clocks that show UTC's midnight `wallMs` show it here: the first moment of that day, also where clocks skip midnight.
   */
  #midnight(wallMs: number): number {
    let ms = wallMs - this.#offset(wallMs);
    ms = wallMs - this.#offset(ms);
    // A zone that puts its clocks forward at midnight has no such moment: the day begins where they jump to.
    const shown = ms + this.#offset(ms);
    return shown < wallMs ? ms + (wallMs - shown) : ms;
  }

  /** What clocks here are ahead of UTC, ms. */
  #offset(ms: number): number {
    const [year = 1970, month = 1, day = 1, hour = 0, minute = 0] = this.#parts(ms);
    const whole = Math.floor(ms / MINUTE_MS) * MINUTE_MS;
    return Date.UTC(year, month - 1, day, hour, minute) - whole;
  }
}

function localParts(ms: number): readonly number[] {
  const at = new Date(ms);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate(), at.getHours(), at.getMinutes()];
}

const FIELDS = ['year', 'month', 'day', 'hour', 'minute'] as const;

function partsIn(zone: string): (ms: number) => readonly number[] {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (ms) => {
    const parts = clock.formatToParts(new Date(ms));
    return FIELDS.map((field) => Number(parts.find(({ type }) => type === field)?.value));
  };
}

function two(value: number): string {
  return `${value}`.padStart(2, '0');
}

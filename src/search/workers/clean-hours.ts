/** When trials wait for cleaner electricity. */
export interface CleanSetting {
  /** Above this no trial is begun, g CO2e/kWh. */
  readonly pauseAbove: number;
  /** So long they wait at most, s. */
  readonly maxWaitS: number;
  /** What the grid's intensity is now, g CO2e/kWh; undefined where nobody knows. */
  readonly nowG: () => number | undefined;
}

/** Trials wait. */
export interface Hold {
  readonly gPerKwh: number;
  readonly aboveG: number;
  /** For how long they wait at most from now on, s. */
  readonly leftS: number;
}

/** Why trials wait no longer. */
export type Release = 'clean' | 'unknown' | 'waited';

/**
 * Holds trials back while the grid's electricity is dirty. Those that run go on. Where nobody knows the intensity nothing waits, and after the longest
 * wait trials begin until the electricity has been clean once.
 */
export class CleanHours {
  readonly #setting: CleanSetting;
  #sinceS: number | undefined;
  #hasWaited = false;

  constructor(setting: CleanSetting) {
    this.#setting = setting;
  }

  /** Whether trials wait now. @param nowS on a clock that never goes back, s. */
  look(nowS: number): Hold | Release {
    const { pauseAbove, maxWaitS, nowG } = this.#setting;
    const gPerKwh = nowG();
    if (gPerKwh === undefined || gPerKwh <= pauseAbove) {
      this.#sinceS = undefined;
      if (gPerKwh !== undefined) this.#hasWaited = false;
      return gPerKwh === undefined ? 'unknown' : 'clean';
    }
    if (this.#hasWaited) return 'waited';
    this.#sinceS ??= nowS;
    const leftS = this.#sinceS + maxWaitS - nowS;
    if (leftS > 0) return { gPerKwh, aboveG: pauseAbove, leftS };
    this.#sinceS = undefined;
    this.#hasWaited = true;
    return 'waited';
  }
}

import type { Host } from '../../host/host.ts';
import type { Channel, ChannelTrouble, EnergySource, Finding } from '../source.ts';
import { type PlugAnswer, PlugClient } from './plug-client.io.ts';
import {
  type NoReading,
  PLUG_STEP_J,
  type PlugLanguage,
  type PlugReading,
  type PlugRoute,
} from './plug-reading.ts';
import { parsePlugUrl, type PlugAddress, type PlugKind, shownAddress } from './plug-url.ts';
import { PolledPower } from './polled-power.ts';
import { SHELLY_GEN1, SHELLY_GEN1_METER } from './shelly-gen1.ts';
import { SHELLY_GEN2, SHELLY_GEN2_PARTS } from './shelly-gen2.ts';
import { TASMOTA } from './tasmota.ts';
import { wholeConstants } from './whole-constants.io.ts';
import { errorsOf, type WholeMethod } from './whole-constants.ts';

/** A plug meter: readings come in the background, whenever the plug answers. */
export interface PlugSource extends EnergySource {
  /**
   * Settles when the plug has given its first reading or has failed to; never rejects. Until then the process is kept alive, and `channels` of a
   * plug whose language is not known yet are provisional: wait for it before the channels are written down.
   */
  readonly ready: Promise<Finding>;
}

/** How a plug is asked. */
export interface PlugOptions {
  readonly hostId: string;
  /** Seconds between two readings, at least. */
  readonly everyS?: number;
  readonly timeoutS?: number;
}

const EVERY_S = 1;
const TIMEOUT_S = 2;
/** Some lost answers of a plug on Wi-Fi do no harm; a reading is believed for so long, s. */
const HOLD_S = 6;

const LANGUAGES: Readonly<Record<PlugKind, readonly PlugLanguage[]>> = {
  shelly: [SHELLY_GEN2, SHELLY_GEN1, ...SHELLY_GEN2_PARTS, SHELLY_GEN1_METER],
  tasmota: TASMOTA,
  http: [SHELLY_GEN2, SHELLY_GEN1, ...TASMOTA, ...SHELLY_GEN2_PARTS, SHELLY_GEN1_METER],
};

/** Opens a plug meter by its URL ({@link parsePlugUrl}). Nothing is waited for; a URL that is not understood gives a source that has failed. */
export function openPlug(host: Host, url: string, options: PlugOptions): PlugSource {
  const address = parsePlugUrl(url);
  const plug = new Plug(host, address.ok ? address.value : undefined, options);
  if (address.ok) plug.begin();
  else plug.refuse({ why: address.error.why ?? address.error.what, ...fixOf(address.error.fix) });
  return plug;
}

function fixOf(fix: string | undefined): { readonly fix?: string } {
  return fix === undefined ? {} : { fix };
}

class Plug implements PlugSource {
  readonly ready: Promise<Finding>;
  readonly pollWithinS = Number.POSITIVE_INFINITY;
  channels: readonly Channel[];
  readonly #host: Host;
  readonly #hostId: string;
  readonly #client: PlugClient | undefined;
  readonly #languages: readonly PlugLanguage[];
  readonly #where: string;
  readonly #channel: number;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  /** Keeps the process alive until the first answer is there. */
  #keepAlive: NodeJS.Timeout | undefined;
  #settle: (finding: Finding) => void = () => undefined;
  #power: PolledPower;
  #hasStarted = false;
  #isAsking = false;
  #isClosed = false;
  #route: PlugRoute | undefined;
  /** The language that is tried next. */
  #tried = 0;
  /** Since when all languages were tried once: from then on one a time. */
  #isPatient = false;

  constructor(host: Host, address: PlugAddress | undefined, options: PlugOptions) {
    this.#host = host;
    this.#hostId = options.hostId;
    this.#everyMs = (options.everyS ?? EVERY_S) * 1000;
    this.#languages = LANGUAGES[address?.kind ?? 'http'];
    this.#channel = address?.channel ?? 0;
    this.#where = address === undefined ? 'the plug' : shownAddress(address);
    this.#client =
      address === undefined
        ? undefined
        : new PlugClient(host, address, (options.timeoutS ?? TIMEOUT_S) * 1000);
    this.ready = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const { methods } = wholeConstants();
    // What it is is not known yet: its error is that of the least exact, its limit that of the largest.
    const method = address?.kind === 'tasmota' ? 'plug:tasmota' : 'plug:shelly-em';
    this.channels = [
      this.#channelFor(method, address?.kind === 'http' ? 'plug:http' : `plug:${address?.kind ?? 'http'}`),
    ];
    this.#power = this.#powerFor(methods[method].maxW);
  }

  begin(): void {
    this.#keepAlive = setInterval(() => undefined, 60_000);
    this.#timer = setInterval(() => this.#tick(), this.#everyMs);
    this.#timer.unref();
    this.#tick();
  }

  refuse(refusal: NoReading): void {
    this.#power.lose(this.#host.clock.bootS(), refusal.why, refusal.fix);
    this.#isReady({ state: 'unusable', what: 'plug meter', why: refusal.why, ...fixOf(refusal.fix) });
  }

  start(nowS: number): void {
    this.#hasStarted = true;
    this.#power.start(nowS);
  }

  poll(): void {
    // Readings come by themselves.
  }

  take(nowS: number, low: Float64Array, high: Float64Array, offset: number): void {
    this.#power.take(nowS, low, high, offset);
  }

  troubles(): readonly ChannelTrouble[] {
    return this.#power.troubles();
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#client?.close();
    this.#isReady({ state: 'unusable', what: `plug meter at ${this.#where}`, why: 'it was closed' });
  }

  #tick(): void {
    // One question at a time: a plug that hangs is not asked again before its time is over.
    if (this.#isAsking || this.#isClosed) return;
    if (this.#route === undefined) this.#tryLanguage();
    else this.#read(this.#route);
  }

  #ask(path: string, done: (answer: PlugAnswer, askedAtS: number) => void): void {
    this.#isAsking = true;
    const askedAtS = this.#host.clock.bootS();
    this.#client?.ask(path, (answer) => {
      this.#isAsking = false;
      if (!this.#isClosed) done(answer, askedAtS);
    });
  }

  #read(route: PlugRoute): void {
    this.#ask(route.path, (answer, askedAtS) => {
      const nowS = this.#host.clock.bootS();
      // Another device took its address, or the firmware was changed: find out anew.
      if (!answer.ok && answer.isForeign === true) this.#route = undefined;
      const reading: PlugReading | NoReading = answer.ok ? route.read(answer.json) : answer;
      if (reading.watts === undefined) {
        this.#miss(reading);
        return;
      }
      // It was read somewhere between question and answer.
      this.#power.reading(reading.watts, (askedAtS + nowS) / 2, reading.steps);
      this.#found(route, reading.watts);
    });
  }

  #tryLanguage(): void {
    const language = this.#languages[this.#tried % this.#languages.length];
    if (language === undefined) return;
    this.#ask(language.ask(this.#channel), (answer) => {
      if (!answer.ok && answer.isForeign !== true) {
        this.#miss(answer); // out of reach: another language would fare no better
        return;
      }
      const route = answer.ok ? language.routeFrom(answer.json, this.#channel) : undefined;
      if (route === undefined) this.#nextLanguage();
      else if ('path' in route) this.#follow(route);
      else this.#miss(route);
    });
  }

  #nextLanguage(): void {
    this.#tried += 1;
    if (this.#tried % this.#languages.length === 0) {
      this.#isPatient = true;
      const names = [...new Set(this.#languages.map(({ name }) => name))].join(', ');
      this.#miss({
        why: `no plug meter answers there (tried: ${names})`,
        fix: 'check that the address is the plug’s: open it in a browser',
      });
    } else if (!this.#isPatient) this.#tryLanguage();
  }

  #follow(route: PlugRoute): void {
    this.#route = route;
    this.channels = [this.#channelFor(route.method, route.method)];
    if (!this.#hasStarted) this.#power = this.#powerFor(wholeConstants().methods[route.method].maxW);
    this.#read(route);
  }

  #miss({ why, fix }: { readonly why: string; readonly fix?: string }): void {
    this.#power.miss(this.#host.clock.bootS(), `the plug at ${this.#where}: ${why}`, fix);
    this.#isReady({ state: 'unusable', what: `plug meter at ${this.#where}`, why, ...fixOf(fix) });
  }

  #found(route: PlugRoute, watts: number): void {
    const what = `${route.method.slice('plug:'.length)} plug meter at ${this.#where}, ${watts.toFixed(1)} W`;
    this.#isReady({ state: 'found', what });
  }

  #isReady(finding: Omit<Finding, 'meter' | 'targets'>): void {
    clearInterval(this.#keepAlive);
    this.#settle({ meter: 'plug', targets: ['wall'], ...finding });
  }

  #channelFor(constants: WholeMethod, method: string): Channel {
    const { within, maxW } = wholeConstants().methods[constants];
    return {
      target: 'wall',
      method,
      label: `plug at ${this.#where}`,
      grade: 'A',
      errors: errorsOf(`plug:${this.#hostId}`, within),
      maxW,
    };
  }

  #powerFor(maxW: number): PolledPower {
    const disagreement = wholeConstants().counterDisagreement.value;
    return new PolledPower({ maxW, holdS: HOLD_S, stepJ: PLUG_STEP_J, disagreement });
  }
}

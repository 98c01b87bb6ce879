import {
  fieldOf,
  type NoReading,
  type PlugLanguage,
  type PlugReading,
  type PlugRoute,
  plugReading,
} from './plug-reading.ts';

const J_PER_WH = 3600;
const J_PER_WATT_MINUTE = 60;

/** Shelly of the first generation (Plug, Plug S, 1PM, EM): `/status`, then the small answer of the one meter. */
export const SHELLY_GEN1: PlugLanguage = {
  name: 'Shelly Gen1',
  ask: () => '/status',
  routeFrom: (answer, channel) => {
    const clamp = at(fieldOf(answer, 'emeters'), channel);
    // Totals of clamps are watt-hours, those of sockets watt-minutes.
    if (clamp !== undefined) return route('plug:shelly-em', `/emeter/${channel}`, J_PER_WH);
    const meter = at(fieldOf(answer, 'meters'), channel);
    if (meter !== undefined) return route('plug:shelly', `/meter/${channel}`, J_PER_WATT_MINUTE);
    return fieldOf(answer, 'wifi_sta') === undefined && fieldOf(answer, 'relays') === undefined
      ? undefined
      : {
          why: `the Shelly has no power meter at channel ${channel}`,
          fix: 'choose its metered socket with ?channel=N, or a device with a power meter',
        };
  },
};

/** The small answer alone, where the large one is kept from us: firmware that hides it, a gateway between. */
export const SHELLY_GEN1_METER: PlugLanguage = {
  name: 'Shelly Gen1',
  ask: (channel) => `/meter/${channel}`,
  routeFrom: (answer, channel) =>
    fieldOf(answer, 'power') === undefined
      ? undefined
      : route('plug:shelly', `/meter/${channel}`, J_PER_WATT_MINUTE),
};

function at(list: unknown, channel: number): unknown {
  return Array.isArray(list) ? (list[channel] as unknown) : undefined;
}

function route(method: PlugRoute['method'], path: string, unitJ: number): PlugRoute {
  return {
    method,
    path,
    read: (answer): PlugReading | NoReading =>
      fieldOf(answer, 'is_valid') === false
        ? { why: 'the plug says that its reading is not valid' }
        : plugReading(fieldOf(answer, 'power'), fieldOf(answer, 'total'), unitJ),
  };
}

import { fieldOf, type NoReading, type PlugLanguage, type PlugRoute, plugReading } from './plug-reading.ts';

/** What tells of all parts of a device at once. */
const WHOLE = '/rpc/Shelly.GetStatus';
/** Totals are watt-hours. */
const J_PER_WH = 3600;

/** Shelly of the second generation and later (Plus, Pro, Gen3, Gen4): JSON-RPC over HTTP. */
export const SHELLY_GEN2: PlugLanguage = {
  name: 'Shelly Gen2',
  ask: () => WHOLE,
  routeFrom: (answer, channel) => {
    const routes = [
      ...['switch', 'pm1', 'cover', 'light'].map((name) => meteredRoute(name, channel)),
      phaseRoute(channel),
      threePhaseRoute(channel),
    ];
    const route = routes.find(({ component }) => isMetered(fieldOf(answer, component)))?.route;
    return route ?? (fieldOf(answer, 'sys') === undefined ? undefined : unmetered(channel));
  },
};

/** The small answer of a switch or a PM alone, where the whole one is kept from us. */
export const SHELLY_GEN2_PARTS: readonly PlugLanguage[] = (['switch', 'pm1'] as const).map((name) => ({
  name: 'Shelly Gen2',
  ask: (channel) => meteredRoute(name, channel).route.path,
  routeFrom: (answer, channel) => (isMetered(answer) ? meteredRoute(name, channel).route : undefined),
}));

interface Candidate {
  readonly component: string;
  readonly route: PlugRoute;
}

function isMetered(status: unknown): boolean {
  return ['apower', 'act_power', 'total_act_power'].some((name) => fieldOf(status, name) !== undefined);
}

function unmetered(channel: number): NoReading {
  return {
    why: `the Shelly has no power meter at channel ${channel}`,
    fix: 'choose its metered socket with ?channel=N, or a device with a power meter (PM, Plug S, EM)',
  };
}

/** A socket, a PM Mini…: its own small answer tells power and total. */
function meteredRoute(name: string, channel: number): Candidate {
  const service = { switch: 'Switch', pm1: 'PM1', cover: 'Cover', light: 'Light' }[name] ?? name;
  return {
    component: `${name}:${channel}`,
    route: {
      method: 'plug:shelly',
      path: `/rpc/${service}.GetStatus?id=${channel}`,
      read: (answer) =>
        plugReading(fieldOf(answer, 'apower'), fieldOf(fieldOf(answer, 'aenergy'), 'total'), J_PER_WH),
    },
  };
}

/** One clamp of an energy meter: power and total stand in two components of the whole answer. */
function phaseRoute(channel: number): Candidate {
  return {
    component: `em1:${channel}`,
    route: clampRoute(`em1:${channel}`, 'act_power', `em1data:${channel}`, 'total_act_energy'),
  };
}

/** Three phases together. */
function threePhaseRoute(channel: number): Candidate {
  return {
    component: `em:${channel}`,
    route: clampRoute(`em:${channel}`, 'total_act_power', `emdata:${channel}`, 'total_act'),
  };
}

function clampRoute(component: string, power: string, data: string, total: string): PlugRoute {
  return {
    method: 'plug:shelly-em',
    path: WHOLE,
    read: (answer) =>
      plugReading(
        fieldOf(fieldOf(answer, component), power),
        fieldOf(fieldOf(answer, data), total),
        J_PER_WH,
      ),
  };
}

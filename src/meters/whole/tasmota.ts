import { fieldOf, type NoReading, type PlugLanguage, type PlugReading, plugReading } from './plug-reading.ts';
import { J_PER_KWH } from '../../units/j-per-kwh.ts';

/** Tasmota: `Status 8` tells the energy of all versions, `Status 10` the sensors of newer ones. */
export const TASMOTA: readonly PlugLanguage[] = [language('Status 8'), language('Status 10')];

function language(command: string): PlugLanguage {
  const path = `/cm?cmnd=${encodeURIComponent(command)}`;
  return {
    name: 'Tasmota',
    ask: () => path,
    routeFrom: (answer, channel) => {
      if (fieldOf(answer, 'WARNING') !== undefined) return refused();
      if (energyOf(answer) === undefined) return undefined;
      const read = (later: unknown): PlugReading | NoReading => readEnergy(later, channel);
      return { method: 'plug:tasmota', path, read };
    },
  };
}

function readEnergy(answer: unknown, channel: number): PlugReading | NoReading {
  if (fieldOf(answer, 'WARNING') !== undefined) return refused();
  const energy = energyOf(answer);
  if (energy === undefined) return { why: 'the plug has no power meter', fix: 'choose a plug that meters' };
  return plugReading(
    one(fieldOf(energy, 'Power'), channel),
    one(fieldOf(energy, 'Total'), channel),
    J_PER_KWH,
  );
}

function energyOf(answer: unknown): unknown {
  return fieldOf(fieldOf(answer, 'StatusSNS'), 'ENERGY') ?? fieldOf(answer, 'StatusPWR');
}

/** Devices with several sockets give lists; those with one a number, which is channel 0. */
function one(value: unknown, channel: number): unknown {
  if (Array.isArray(value)) return value[channel] as unknown;
  return channel === 0 ? value : undefined;
}

/** Older versions refuse with status 200. */
function refused(): NoReading {
  return {
    why: 'the plug asks for a password, or for another one',
    fix: 'write it in the URL: tasmota://admin:PASSWORD@HOST',
  };
}

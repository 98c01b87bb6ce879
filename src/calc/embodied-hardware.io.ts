import type { EmbodiedTable } from '../hardware/embodied.ts';
import { embodiedOfParts } from '../hardware/embodied-parts.io.ts';
import type { HardwareParts } from '../hardware/embodied-parts.ts';
import type { Accelerator } from '../hardware/hardware-rows.ts';
import { embodiedOfInstance } from '../hardware/instance-embodied.ts';
import { matchInstance } from '../hardware/instances.io.ts';
import type { Host } from '../host/host.ts';
import { packageJson } from '../host/package-data.io.ts';
import type { EmbodiedFigure, EmbodiedOrder } from './knowledge.ts';

/** Accelerators around which a server of the table is built. */
const PER_SERVER = 8;
/** Memory that a server of the table has, GB. */
const SERVER_GB = 16;

/** Embodied carbon of hardware that was named; undefined where no figure is shipped. */
export function embodiedHardware(host: Host, order: EmbodiedOrder): EmbodiedFigure | undefined {
  if (order.of === 'instance') return ofInstance(host, order.text);
  if (order.of === 'server') {
    const { part, sockets, ramGB = 0, ssdTB = 0, hddTB = 0 } = order;
    return ofParts({
      servers: part,
      extraCpus: (sockets - 1) * part,
      extraRamGB: Math.max(0, ramGB - SERVER_GB) * part,
      ssdTB,
      hddTB,
    });
  }
  const { accelerator = UNKNOWN } = order;
  // A system on a chip has no server around it.
  const gpuServers = accelerator.kind === 'soc' ? 0 : 1 / PER_SERVER;
  return ofParts({ accelerators: [{ accelerator, count: 1 }], gpuServers });
}

/** An accelerator that is not in the tables. */
const UNKNOWN: Accelerator = {
  key: 'unknown',
  name: 'accelerator',
  vendor: 'other',
  kind: 'gpu',
  tdpW: null,
  from: { source: '', year: 0, licence: '' },
};

function ofParts(given: HardwareParts): EmbodiedFigure | undefined {
  const { parts, lifetimeS } = embodiedOfParts(given);
  return parts.length === 0 ? undefined : { parts, lifetimeS };
}

function ofInstance(host: Host, text: string): EmbodiedFigure | undefined {
  const match = matchInstance(host, text);
  if (match.kind !== 'found') return undefined;
  const one = embodiedOfInstance(match.value, packageJson('data/hardware/embodied.json') as EmbodiedTable);
  if (one?.known !== true) return undefined;
  const { lifetimeS: value } = one;
  return { parts: [one.total], lifetimeS: { ...embodiedOfParts({}).lifetimeS, value } };
}

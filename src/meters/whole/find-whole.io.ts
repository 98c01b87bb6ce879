import type { Host } from '../../host/host.ts';
import type { Found } from '../source.ts';
import { findBattery } from './battery.io.ts';
import { ipmiAccess } from './ipmi-access.io.ts';
import { findPowerMeter } from './power-meter.io.ts';

/** Looks for the whole-machine meters that need no configuration. Of IPMI only whether it can be read: its program is started for a run. */
export function findWhole(host: Host, context: { readonly hostId: string }): Found {
  const found = [findPowerMeter(host, context.hostId), findBattery(host, context.hostId)];
  return {
    sources: found.flatMap(({ sources }) => sources),
    findings: [...found.flatMap(({ findings }) => findings), ipmiAccess(host).finding],
  };
}

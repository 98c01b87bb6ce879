import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { CpuGeneration } from './cpu-generation.ts';

/** By what a machine's power is told: the fit of servers, or what is taken of a class outside its domain. */
export type ModelClass = 'server' | 'desktop' | 'laptop' | 'board';

/** A mobile chip by the end of its name: Core i7-8550U, Ryzen 7 5800H, Core Ultra 7 155H. */
const MOBILE = /\d(?:u|y|h|hs|hx|hk|hq|mq|qm|m|um|lm|g[1-7])\b|\bcore m\d?\b/;

/** Where nothing else tells. Apple's computers save power as laptops do, whatever their form. */
const BY_SEGMENT = { server: 'server', client: 'desktop', board: 'board', apple: 'laptop' } as const;

/** A socket with so many cores stands in a server, where nothing else tells. */
const SERVER_CORES = 18;

/**
 * The class of a machine. Where its chassis does not tell, its CPU does; a chip for desktops in a server is a server's, and a CPU
 * under the TDP that the fit has seen is in no server of the fit.
 */
export function machineClass(
  machine: Pick<MachineInfo, 'chassis' | 'sockets' | 'cores' | 'cpu'>,
  tdpW: number | undefined,
  generation: CpuGeneration | undefined,
  underTdpW: number,
): ModelClass {
  const { chassis, sockets, cores } = machine;
  if (chassis === 'laptop') return 'laptop';
  const isSmall = tdpW !== undefined && tdpW < underTdpW;
  if (chassis === 'server' || chassis === 'gpu-server') return isSmall ? 'board' : 'server';
  if (generation?.segment === 'apple') return chassis === 'desktop' ? 'board' : 'laptop';
  const isMobile = generation?.segment === 'client' && MOBILE.test(machine.cpu.toLowerCase());
  if (isMobile && chassis === 'unknown') return 'laptop';
  if (isSmall) return 'board';
  if (generation !== undefined) return BY_SEGMENT[generation.segment];
  return sockets > 1 || cores >= SERVER_CORES ? 'server' : 'desktop';
}

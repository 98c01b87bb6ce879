import type { MachineInfo } from './machine-info.ts';

/** What the class of a machine is decided from. */
export interface ChassisSigns {
  readonly byDmi: 'laptop' | 'desktop' | 'server' | 'unknown';
  readonly battery: boolean;
  readonly virtual: boolean;
  readonly cpu: string;
  readonly sockets: number;
  readonly gpus: number;
  /** Board name of a small ARM computer. */
  readonly board?: string;
}

/** CPUs that are built for servers, and those that never are. */
const SERVER_CPU =
  /epyc|opteron|xeon (?:gold|platinum|silver|bronze|max|e5|e7|d-|[ex]\d{4}|6\d{3})|neoverse|thunderx|taishan|ampere/;
const CLIENT_CPU = /core (?:\d|i\d|ultra|m\d?|2|duo)|ryzen|pentium|celeron|athlon|phenom|apple|cortex|atom/;

/** Two GPUs of their own in a server make it a GPU server. */
const GPU_SERVER_FROM = 2;

/** The class of a machine. A virtual machine's is unknown: the firmware describes no real chassis. */
export function chassisClass(signs: ChassisSigns): MachineInfo['chassis'] {
  if (signs.virtual) return 'unknown';
  const base = physicalClass(signs);
  return base === 'server' && signs.gpus >= GPU_SERVER_FROM ? 'gpu-server' : base;
}

function physicalClass(signs: ChassisSigns): 'laptop' | 'desktop' | 'server' | 'unknown' {
  if (signs.byDmi !== 'unknown') return signs.byDmi;
  if (signs.battery) return 'laptop';
  if (signs.board !== undefined) return 'desktop';
  const cpu = signs.cpu
    .toLowerCase()
    .replaceAll(/\((?:r|tm)\)|cpu/g, ' ')
    .replaceAll(/\s+/g, ' ');
  if (signs.sockets > 1 || SERVER_CPU.test(cpu)) return 'server';
  return CLIENT_CPU.test(cpu) ? 'desktop' : 'unknown';
}

import { cpus } from 'node:os';
import type { Host } from '../../host/host.ts';
import { packageJson } from '../../host/package-data.io.ts';
import type { Constant } from '../reading/constant.ts';
import type { Found } from '../source.ts';
import { powermetricsChannel, powermetricsParts } from './powermetrics-channels.ts';
import { PowermetricsSource } from './powermetrics-source.ts';
import { startPowermetrics } from './start-powermetrics.io.ts';

/** `data/meters/macos.json`. */
export interface MacosConstants {
  readonly sampleMs: Constant;
  readonly holdS: Constant;
  readonly sd: Constant;
  readonly maxW: Constant;
}

/** Constants of `powermetrics`, from the package. */
function macosConstants(): MacosConstants {
  return packageJson('data/meters/macos.json') as MacosConstants;
}

/** What looking for a Mac's meters is told. */
export interface MacosContext {
  readonly hostId: string;
  readonly firstGpu: number;
  /** The kind of chip, where it is not to be asked of this machine. */
  readonly chip?: 'apple' | 'intel';
}

/**
 * A Mac's powers by `powermetrics`, which is started here: to be called before the command that is measured is started. Elsewhere nothing.
 */
export function findMacos(host: Host, context: MacosContext): Found {
  const constants = macosConstants();
  const feed = startPowermetrics(host, constants.sampleMs.value);
  if (feed === undefined) return { sources: [], findings: [] };
  if ('state' in feed) return { sources: [], findings: [feed] };
  // Also right for a Node that Rosetta translates, whose architecture is x64.
  const chip = context.chip ?? (cpus()[0]?.model.includes('Apple') === true ? 'apple' : 'intel');
  const parts = powermetricsParts(chip, context.firstGpu);
  const maxW = constants.maxW.value;
  const channels = parts.map((part) => powermetricsChannel(part, context.hostId, constants.sd.value, maxW));
  return {
    sources: [new PowermetricsSource({ feed, parts, channels, maxW, holdS: constants.holdS.value })],
    findings: [
      {
        meter: 'powermetrics',
        state: 'found',
        what: `powermetrics, ${chip === 'apple' ? 'Apple silicon' : 'Intel'}: ${parts.map(({ label }) => label).join(', ')}`,
        targets: [...new Set(parts.map(({ target }) => target))],
      },
    ],
  };
}

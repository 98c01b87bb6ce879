import { join } from 'node:path';
import { readHead } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import { packageJson } from '../../host/package-data.io.ts';
import type { Finding, Found } from '../source.ts';
import type { BoardContext } from './board-context.ts';
import type { BoardConstants } from './constants.ts';
import { findGrace } from './find-grace.io.ts';
import { findJetson } from './find-jetson.io.ts';
import { findLabelled } from './find-labelled.io.ts';
import { ReaderSource } from '../reading/reader-source.ts';
import { readingConstants } from '../reading/reading-constants.io.ts';

/** Constants of the boards' sensors, from the package. */
function boardConstants(): BoardConstants {
  return packageJson('data/meters/boards.json') as BoardConstants;
}

/**
 * Sensors that a board or a chip shows through hwmon: Jetson, Grace, IBM POWER, AMD EPYC (`amd_energy`), Ampere, SCMI; and what is to be
 * said of a Raspberry Pi.
 */
export function findBoards(host: Host, context: BoardContext): Found {
  const search = { ...context, constants: boardConstants(), times: readingConstants() };
  const all = [findJetson(host, search), findGrace(host, search), findLabelled(host, search)];
  const readers = all.flatMap((found) => found.readers);
  const findings = [...all.flatMap((found) => found.findings), ...raspberryPi(host)];
  return { sources: readers.length > 0 ? [new ReaderSource(readers)] : [], findings };
}

function raspberryPi(host: Host): readonly Finding[] {
  const path = join(host.roots.proc, 'device-tree/model');
  const model = readHead(path, 256)?.replaceAll('\0', '').trim() ?? '';
  if (!/^Raspberry Pi (5|500|Compute Module 5)/.test(model)) return [];
  return [
    {
      meter: 'raspberry-pi-pmic',
      state: 'unusable',
      what: `the power chip of the ${model}`,
      why: 'only the firmware reads it (vcgencmd pmic_read_adc), and not what the 5 V pins and USB draw',
      fix: 'measure at the socket: set `plug: shelly://ADDRESS` or `plug: tasmota://ADDRESS` in joulebook.yaml',
      targets: ['cpu'],
      looked: [path],
    },
  ];
}

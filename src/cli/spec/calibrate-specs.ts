import { BOOK_OPTION } from './global-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook calibrate`. */
export const CALIBRATE = {
  name: 'calibrate',
  group: 'Set up',
  summary: 'Learn what this machine draws at the wall, so that later runs know it sharply',
  description:
    'Finds the power at the wall at idle and under full load, and where the chips are counted the base power and the efficiency of the power supply. From a plug meter, IPMI or a battery it measures by itself: it loads all CPUs step by step for some minutes. Or type in what a display shows. The newest calibration is used by every later run of this machine.',
  arguments: [
    {
      key: 'run',
      placeholder: 'RUN',
      complete: 'run',
      description: 'With --check --csv: the finished run that the logger recorded',
    },
  ],
  options: [
    {
      key: 'idle',
      long: '--idle',
      placeholder: 'POWER',
      kind: 'string',
      description: 'What a display shows while the machine is idle, e.g. 62W',
    },
    {
      key: 'full',
      long: '--full',
      placeholder: 'POWER',
      kind: 'string',
      description: 'What it shows while all CPUs are busy, e.g. 240W',
    },
    {
      key: 'atLoad',
      long: '--at-load',
      placeholder: 'LOAD=POWER',
      kind: 'key=value',
      repeatable: true,
      description: 'What it shows at another load, e.g. 0.5=150W',
    },
    {
      key: 'plug',
      long: '--plug',
      placeholder: 'URL',
      kind: 'string',
      config: 'plug',
      description: 'A plug meter that this machine hangs on: shelly://, tasmota:// or http://',
    },
    {
      key: 'csv',
      long: '--csv',
      placeholder: 'FILE',
      kind: 'path',
      complete: 'file',
      description: "A logger's table of watts, recorded meanwhile",
    },
    {
      key: 'seconds',
      long: '--seconds',
      placeholder: 'TIME',
      kind: 'duration',
      default: '60s',
      min: 1,
      max: 3600,
      description: 'How long to measure idle; each load takes half of it',
    },
    {
      key: 'loadCommand',
      long: '--load-command',
      placeholder: 'CMD',
      kind: 'string',
      description: 'A shell command that loads the machine in a further step, e.g. its GPUs',
    },
    {
      key: 'gpu',
      long: '--gpu',
      kind: 'flag',
      description: 'Load the GPUs too, in a further step: NVIDIA’s by their driver, others by --load-command',
    },
    {
      key: 'anyway',
      long: '--anyway',
      kind: 'flag',
      description: 'Measure although the machine is busy',
    },
    {
      key: 'check',
      long: '--check',
      kind: 'flag',
      description: 'Hold the calibration in use against the meter, and say by how much it is off',
    },
    {
      key: 'wall',
      long: '--wall',
      placeholder: 'POWER',
      kind: 'string',
      description: 'With --check: what a display shows now, e.g. 120W',
    },
    { key: 'list', long: '--list', kind: 'flag', description: 'The calibrations of this machine' },
    {
      key: 'remove',
      long: '--remove',
      placeholder: 'ID',
      kind: 'string',
      description: 'Forget a calibration',
    },
    { key: 'yes', long: '--yes', short: '-y', kind: 'flag', description: 'Save without asking' },
    { key: 'dryRun', long: '--dry-run', kind: 'flag', description: 'Only say what was found' },
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook calibrate --idle 62W --full 240W', does: 'read off a display' },
    { line: 'joulebook calibrate --plug shelly://192.168.1.20', does: 'measured, in four minutes' },
    {
      line: 'joulebook calibrate --plug tasmota://10.0.0.7 --gpu',
      does: 'with the GPUs busy in a further step',
    },
    { line: 'joulebook calibrate --csv watts.csv', does: 'with a logger that records meanwhile' },
    { line: 'joulebook calibrate --check --wall 120W', does: 'whether it still holds' },
  ],
  exits: [
    ['1', 'it could not be measured, or the result is impossible'],
    ['3', '--remove: there is none of this id'],
    ['5', '--check: what the meter shows lies outside of what joulebook says'],
    ['130', 'interrupted: nothing is saved'],
  ],
} as const satisfies CommandSpec;

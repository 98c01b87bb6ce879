import { expect, test } from 'vitest';
import { parseDcmi } from '../../../src/meters/whole/dcmi-text.ts';

const reading = (watts: number, period: string, state: string): string => `
    Instantaneous power reading:                   ${watts} Watts
    Minimum during sampling period:                162 Watts
    Maximum during sampling period:                276 Watts
    Average power reading over sample period:      176 Watts
    IPMI timestamp:                           Wed Feb 15 12:49:51 2017
    Sampling period:                          ${period}.
    Power reading state is:                   ${state}

`;

test.each([
  ['ipmitool', reading(215, '01131466 Seconds', 'activated'), 215],
  ['OpenBMC, which never says that it is activated', reading(319, '00000000 Seconds', 'deactivated'), 319],
  ['a look-alike', 'Instantaneous power reading              : 214      Watts\n', 214],
  [
    'ipmiutil',
    '  Current Power:                   49 Watts\n  Sampling period:                 1000 ms\n',
    49,
  ],
])('reads the form of %s', (_name, text, watts) => {
  expect(parseDcmi(text)).toEqual({ watts });
});

test.each([
  [reading(0, '00000000 Seconds', 'deactivated'), /reads 0 W/],
  [reading(230, '00001000 Milliseconds', 'deactivated'), /deactivated/],
  ['DCMI request failed because: Invalid command (c1)\n', /does not measure power/],
  ['A valid DCMI command was not returned! (80)\n', /does not measure power/],
  ['DCMI request failed because: Insufficient privilege level (d4)\n', /privilege/],
  [
    'Could not open device at /dev/ipmi0 or /dev/ipmi/0 or /dev/ipmidev/0: Permission denied\n',
    /may not be opened/,
  ],
  [
    'Could not open device at /dev/ipmi0 or /dev/ipmi/0 or /dev/ipmidev/0: No such file or directory\n',
    /there is no device/,
  ],
  ['/usr/bin/ipmitool: 1: not found\n', /could not be started/],
  ['', /said nothing/],
  ['Instantaneous power reading: lots', /no power reading/],
])('%j is no reading, and says why', (text, why) => {
  const answer = parseDcmi(text);
  expect(answer.watts).toBeUndefined();
  expect('why' in answer ? answer.why : '').toMatch(why);
});

/** What `ipmitool dcmi power reading` said: a power, or why there is none. */
export type DcmiAnswer =
  | { readonly watts: number }
  | { readonly watts?: undefined; readonly why: string; readonly fix?: string };

const UNSUPPORTED = 'the management controller does not measure power';
const PLUG = 'measure the machine with a plug meter instead';

/**
 * Parses the output (standard output and error together) of `ipmitool dcmi power reading`, also in the forms of its imitations. A reading of
 * 0 W of a machine that runs is none. `deactivated` is believed only of controllers that keep the statistics beside it: OpenBMC leaves
 * that bit, the time stamp and the sampling period at zero and measures all the same (openbmc/openbmc#3257).
 *
 * @example
 * parseDcmi('Instantaneous power reading: 214 Watts'); // { watts: 214 }
 */
export function parseDcmi(text: string): DcmiAnswer {
  const reading = /(?:Instantaneous power reading|Current Power)\s*:\s*(\d+)\s*Watts/i.exec(text);
  if (reading === null) return refusal(text);
  const watts = Number(reading[1]);
  if (watts === 0) return { why: `${UNSUPPORTED}: it reads 0 W`, fix: PLUG };
  const isOff = /Power reading state is\s*:\s*(?:deactivated|inactive)/i.test(text);
  if (isOff && !/^\s*Sampling period\s*:\s*0+\s*(?:Seconds|Milliseconds|ms)/im.test(text)) {
    return {
      why: 'power measurement is deactivated in the management controller',
      fix: 'activate it in the controller’s web interface (iDRAC, iLO, XCC: power monitoring)',
    };
  }
  return { watts };
}

/** Failures by what the tool prints. */
const REFUSALS: readonly (readonly [RegExp, string, string | undefined])[] = [
  [
    /Could not open device.*(?:Permission denied|EACCES)/is,
    'the device of the management controller may not be opened',
    'sudo setfacl -m u:$USER:rw /dev/ipmi0',
  ],
  [
    /Could not open device/i,
    'there is no device of the management controller',
    'sudo modprobe ipmi_devintf ipmi_si',
  ],
  [
    /Invalid command|\(c1\)|not (?:supported|implemented)|valid DCMI command was not returned/i,
    UNSUPPORTED,
    PLUG,
  ],
  [
    /Insufficient privilege|\(d4\)/i,
    'the management controller refuses: insufficient privilege level',
    undefined,
  ],
  [/Node busy|\(c0\)|timeout|timed out/i, 'the management controller is busy', undefined],
  [
    /not found|No such file/i,
    'ipmitool could not be started',
    'sudo apt-get install ipmitool (or: sudo dnf install ipmitool)',
  ],
];

function refusal(text: string): DcmiAnswer {
  for (const [pattern, why, fix] of REFUSALS) {
    if (pattern.test(text)) return { why, ...(fix === undefined ? {} : { fix }) };
  }
  return text.trim() === '' ? { why: 'ipmitool said nothing' } : { why: 'ipmitool gave no power reading' };
}

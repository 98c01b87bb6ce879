import type { Finding, Target } from '../../meters/source.ts';
import { printPower, type PrintOptions } from '../../units/format.ts';
import { type ChannelReading, isRead, stoodStill } from './channel-reading.ts';
import { type Check, check, type CheckGroup, type CheckState, withOwnIds } from './check.ts';

/** What one family of meters was found to be, and what it gave. */
export interface MeterFamily {
  readonly findings: readonly Finding[];
  readonly readings: readonly ChannelReading[];
}

/** Names of meters as people know them. */
const LABELS: Readonly<Record<string, string>> = {
  rapl: 'RAPL',
  nvml: 'NVIDIA',
  'nvidia-smi': 'nvidia-smi',
  amdgpu: 'AMD',
  'intel-gpu': 'Intel',
  'hwmon:power_meter': 'Power meter',
  battery: 'Battery',
  ipmi: 'IPMI',
  plug: 'Plug',
  grace: 'Grace',
  ina3221: 'Jetson',
  'raspberry-pi-pmic': 'Raspberry Pi',
  powermetrics: 'macOS',
};

/** Families of meters that only read GPUs, also where they have found none. */
const GPU_METERS: ReadonlySet<string> = new Set(['nvml', 'nvidia-smi', 'amdgpu', 'intel-gpu']);

/** Every finding as a check, with what its channels read now; channels that no finding speaks of come after. */
export function meterChecks(families: readonly MeterFamily[], print: PrintOptions): readonly Check[] {
  const left = new Set(families.flatMap(({ readings }) => readings));
  const claimed = new Map<Finding, readonly ChannelReading[]>();
  // What is read speaks first: of a machine's two packages one may be unusable, and the channels are those of both.
  for (const state of ['found', 'unusable'] as const) {
    for (const { findings, readings } of families) {
      for (const finding of findings)
        if (finding.state === state) claimed.set(finding, claim(left, finding, readings));
    }
  }
  const checks = families.flatMap(({ findings }) =>
    findings.map((finding) => findingCheck(finding, claimed.get(finding) ?? [], print)),
  );
  return withOwnIds([...checks, ...Array.from(left, (reading) => silentCheck(reading, print))]);
}

/** Takes a finding's channels: those of its own family, or (a feed's finding and its channels may stand in two) of its kind. */
function claim(
  left: Set<ChannelReading>,
  { meter, targets }: Finding,
  readings: readonly ChannelReading[],
): readonly ChannelReading[] {
  const isIts = (one: ChannelReading): boolean => left.has(one) && targets.includes(one.channel.target);
  const own = readings.filter(isIts);
  const all =
    own.length > 0 ? own : [...left].filter((one) => one.channel.method.startsWith(meter)).filter(isIts);
  for (const one of all) left.delete(one);
  return all;
}

function findingCheck(finding: Finding, readings: readonly ChannelReading[], print: PrintOptions): Check {
  const { meter, state, why, fix, targets, looked } = finding;
  const label = LABELS[meter] ?? meter;
  const about = [groupOf(meter, targets), label] as const;
  const what = finding.what.startsWith(`${label}: `) ? finding.what.slice(label.length + 2) : finding.what;
  const id = idOf(meter, targets);
  if (state === 'absent')
    return check(id, about, 'note', what.startsWith('no ') ? what : `no ${what}`, { why, fix, looked });
  const details = readings.length === 0 ? [] : [`now ${wattsOfAll(readings, print)}`];
  if (state === 'unusable') {
    // What did not answer at first may do so since.
    const isLate = readings.length > 0 && readings.every(isRead);
    const bad = isAskedFor(meter) && !isLate ? 'fail' : 'warn';
    return check(id, about, bad, what, { why, fix, details, looked });
  }
  const broken = readings.find(({ failed }) => failed !== undefined)?.failed;
  return check(id, about, foundState(meter, readings), what, {
    why: broken?.why ?? (readings.some(stoodStill) ? 'it stood still while it was watched' : why),
    fix: broken?.fix ?? fix,
    details,
    looked,
  });
}

/** A plug is only looked for where somebody has named it: then its silence is a fault. */
function isAskedFor(meter: string): boolean {
  return meter === 'plug';
}

function foundState(meter: string, readings: readonly ChannelReading[]): CheckState {
  if (readings.some(stoodStill)) return 'warn';
  if (readings.every(isRead)) return 'ok';
  return isAskedFor(meter) ? 'fail' : 'warn';
}

/** A channel that nobody has said anything of: a feed that has not answered yet. */
function silentCheck(reading: ChannelReading, print: PrintOptions): Check {
  const { channel, failed } = reading;
  const meter = channel.method.split(':')[0] ?? channel.method;
  return check(
    idOf(meter, [channel.target]),
    [groupOf(meter, [channel.target]), LABELS[meter] ?? meter],
    foundState(meter, [reading]),
    channel.label,
    {
      why: failed?.why ?? (isRead(reading) ? undefined : 'it has not answered yet'),
      fix: failed?.fix ?? (isRead(reading) ? undefined : 'give it more time: joulebook doctor --seconds 10'),
      details: [`now ${watts(reading, print)}`],
    },
  );
}

function wattsOfAll(readings: readonly ChannelReading[], print: PrintOptions): string {
  if (readings.length === 1) return watts(readings[0] as ChannelReading, print);
  return readings.map((one) => `${one.channel.label} ${watts(one, print)}`).join(', ');
}

/** The power of a channel in words. */
function watts(reading: ChannelReading, print: PrintOptions): string {
  const { lowW, highW } = reading;
  if (!isRead(reading)) return 'no reading';
  if (highW > lowW) return `${printPower(lowW, print)} to ${printPower(highW, print)}`;
  return printPower(lowW, print);
}

function groupOf(meter: string, targets: readonly Target[]): CheckGroup {
  if (targets.includes('cpu') || targets.includes('ram')) return 'chips';
  if (GPU_METERS.has(meter) || targets.some((target) => target.startsWith('gpu:'))) return 'gpus';
  return targets.length === 0 ? 'chips' : 'whole';
}

function idOf(meter: string, targets: readonly Target[]): string {
  const only = targets.length === 1 ? `.${targets[0]}` : '';
  return `meter.${meter}${only}`;
}

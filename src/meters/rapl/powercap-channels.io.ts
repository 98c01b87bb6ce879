import type { ErrorSources } from '../../units/estimate.ts';
import type { Target } from '../source.ts';
import { SysfsNumber } from '../reading/sysfs-number.io.ts';
import { type Counted, readableTwins } from './count-plan.ts';
import { CounterGauge } from './counter-gauge.ts';
import type { Domain } from './domain.ts';
import type { Gauge } from './gauge.ts';
import { MirrorGauge } from './mirror-gauge.ts';
import { type Looks, suspectMirrors } from './mirror-suspicion.ts';
import type { PowercapChannels } from './rapl-source.ts';
import { maxPowerW, type RaplTable } from './rapl-table.ts';
import { TwinGauge } from './twin-gauge.ts';

/** What the channels of one kind have in common. */
export interface ChannelKind {
  readonly target: Target;
  readonly errors: ErrorSources;
  readonly silentS: number;
  /** TDP of one socket, W, where known. */
  readonly tdpW: number | undefined;
}

/** Powercap files count in µJ. */
const STEP_J = 1e-6;

/** Makes the channels of some energies of one kind; those whose counters show the same value become one. */
export function powercapChannels(
  items: readonly Counted[],
  kind: ChannelKind,
  table: RaplTable,
): PowercapChannels {
  const maxima = items.map((item) =>
    Math.max(...readableTwins(item).map((twin) => maxPowerW(item.kind, twin, kind.tdpW, table))),
  );
  const tolerance = (Math.max(...maxima) * table.readSkewS.value) / STEP_J;
  const looks = lookAt(items, table.mirrors.rounds.value);
  const groups = suspectMirrors(looks, tolerance, table.mirrors.agreeing.value);
  const channels = groups.map((group) => {
    const members = group.map((i) => ({ item: items[i] as Counted, maxW: maxima[i] as number }));
    const [first, ...others] = members as [(typeof members)[number], ...typeof members];
    const gauge = twins(first.item, first.maxW, table);
    return {
      channel: {
        target: kind.target,
        method: 'rapl',
        label: first.item.label,
        grade: 'A' as const,
        errors: kind.errors,
        maxW: members.reduce((sum, { maxW }) => sum + maxW, 0),
      },
      gauge:
        others.length === 0
          ? gauge
          : new MirrorGauge([gauge, ...others.map(({ item, maxW }) => twins(item, maxW, table))], {
              tolerance,
              range: looks[group[0] as number]?.range,
              proofJ: tolerance * STEP_J * table.mirrors.proofOverSkew.value,
              partAfter: table.mirrors.partAfter.value,
            }),
      silentS: kind.silentS,
    };
  });
  const mirrors = groups
    .filter((group) => group.length > 1)
    .map((group) => group.map((i) => (items[i] as Counted).label));
  return { channels, mirrors };
}

function twins(item: Counted, maxW: number, table: RaplTable): Gauge {
  const gauges = readableTwins(item).map(
    (twin) =>
      new CounterGauge(new SysfsNumber(twin.file), {
        stepJ: STEP_J,
        range: rangeOf(twin),
        maxW,
        smallestRange: table.smallestRangeJ.value / STEP_J,
        settleS: table.patienceS.value,
      }),
  );
  const [first, ...others] = gauges as [CounterGauge, ...CounterGauge[]];
  return others.length === 0 ? first : new TwinGauge([first, ...others]);
}

/** The file holds the largest value; zero comes one step later. */
function rangeOf(domain: Domain): number | undefined {
  return domain.rangeUj === undefined ? undefined : domain.rangeUj + 1;
}

/** Reads all counters in turn, several times over, as close together as can be. */
function lookAt(items: readonly Counted[], rounds: number): readonly Looks[] {
  const preferred = items.map((item) => readableTwins(item)[0] as Domain);
  const files = preferred.map((twin) => new SysfsNumber(twin.file));
  const readings = files.map((): number[] => []);
  for (let round = 0; round < rounds && files.length > 1; round += 1)
    for (const [i, file] of files.entries()) readings[i]?.push(file.read());
  for (const file of files) file.close();
  return preferred.map((twin, i) => ({ readings: readings[i] as number[], range: rangeOf(twin) }));
}

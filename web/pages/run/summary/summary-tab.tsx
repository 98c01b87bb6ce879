import type { RunRecord } from '../../../../src/book/run-record.ts';
import { saidNumber } from '../../../../src/report/statement/said.ts';
import { carbonWithBand, co2e, energyWithBand, powerWithBand } from '../../../../src/units/format.ts';
import type { WrittenEstimate } from '../../../../src/units/estimate.ts';
import { shortText } from '../../../parts/short-text.ts';
import { shareText } from '../../../../src/units/format-share.ts';
import { printDuration } from '../../../../src/units/format-duration.ts';
import { dateText } from '../../../parts/date-text.ts';
import { ComponentBars } from './component-bars.tsx';
import { FlowChart } from './flow-chart.tsx';
import { NextSteps } from './next-steps.tsx';
import { StageBars } from './stage-bars.tsx';

const MOST_METRICS = 12;

/** Where the joules went, and the key facts. */
export function SummaryTab({ run }: { readonly run: RunRecord }) {
  return (
    <>
      <FlowChart run={run} />
      <div class="two">
        <ComponentBars run={run} />
        <StageBars run={run} />
      </div>
      <NextSteps run={run} />
      <h2>Key facts</h2>
      <dl class="facts">
        {factsOf(run).map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd dir="auto">{shortText(value)}</dd>
          </>
        ))}
      </dl>
    </>
  );
}

function factsOf(run: RunRecord): readonly (readonly [name: string, value: string])[] {
  const { energy, carbon, machine, git, metrics, usage } = run;
  const names = Object.keys(metrics);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Command', run.command.join(' ') || undefined],
    ['Id', run.id],
    ['Started', dateText(run.startedAt)],
    [
      'Machine',
      [run.environment['hostname'] ?? run.hostId, machine?.cpu, ...(machine?.gpus ?? [])]
        .filter(Boolean)
        .join(' · '),
    ],
    [
      'Mean power',
      run.durationS > 0 ? powerWithBand(perSecond(energy.wall.attributed, run.durationS)) : undefined,
    ],
    ['Above idle', energyWithBand(energy.wall.active)],
    ['Whole machine', energyWithBand(energy.wall.machine)],
    ['With PUE', energyWithBand(energy.facility.attributed)],
    ['From counters', `${shareText(energy.measuredFraction)} of the energy of the chips`],
    ['Embodied carbon', `${carbonWithBand(carbon.embodied)} ${co2e()}, beside the carbon above`],
    ['Other runs beside it', String(energy.coTenants)],
    ['CPU time', usage.cpuS > 0 ? printDuration(usage.cpuS) : undefined],
    [
      'Git',
      git === null
        ? undefined
        : `${git.commit.slice(0, 12)}${git.branch === undefined ? '' : ` (${git.branch})`}`,
    ],
    ['Tags', run.tags.join(', ') || undefined],
    [
      'Metrics',
      names.length === 0
        ? undefined
        : names
            .slice(0, MOST_METRICS)
            .map((name) => `${name} ${saidNumber(metrics[name] ?? Number.NaN)}`)
            .join(' · ') + (names.length > MOST_METRICS ? ` · and ${names.length - MOST_METRICS} more` : ''),
    ],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

function perSecond({ value, low, high }: WrittenEstimate, seconds: number): WrittenEstimate {
  const by = (joules: number | null): number | null => (joules === null ? null : joules / seconds);
  return { value: by(value), low: by(low), high: by(high), unit: 'W', errors: {} };
}

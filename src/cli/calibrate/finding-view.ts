import type { Calibration, CalibrationPoint } from '../../meters/calibration/calibration.ts';
import { predictWall, type MachineState, type WallKnowledge } from '../../meters/calibration/predict-wall.ts';
import { type Estimate, estimate, type WrittenEstimate, written } from '../../units/estimate.ts';
import { powerWithBand, type PrintOptions } from '../../units/format.ts';

/** What a calibration changes: the wall at idle and at full load, as it was known before and as it is known with it. */
export interface BeforeAfter {
  readonly idle: { readonly before: Estimate; readonly after: Estimate };
  readonly full: { readonly before: Estimate; readonly after: Estimate };
}

/** Reckons both at the lowest and the highest load of the calibration. */
export function beforeAfter(
  calibration: Calibration,
  before: WallKnowledge,
  after: WallKnowledge,
): BeforeAfter {
  const ramIsCounted = calibration.byChips?.channels.some((name) => name.startsWith('ram ')) ?? false;
  const sorted = [...calibration.points].sort((a, b) => a.load - b.load);
  const at = (point: CalibrationPoint | undefined): BeforeAfter['idle'] => {
    const state: MachineState = {
      load: point?.load ?? 0,
      ramIsCounted,
      ...(calibration.byChips === undefined || point?.chipsW === undefined ? {} : { chipsW: point.chipsW }),
      ...(point?.gpuW === undefined ? {} : { gpuW: point.gpuW }),
    };
    return { before: predictWall(before, state), after: predictWall(after, state) };
  };
  return { idle: at(sorted[0]), full: at(sorted.at(-1)) };
}

/** The same for `--json`. */
export function beforeAfterJson({
  idle,
  full,
}: BeforeAfter): Readonly<Record<string, Readonly<Record<string, WrittenEstimate>>>> {
  const both = ({ before, after }: BeforeAfter['idle']): Readonly<Record<string, WrittenEstimate>> => ({
    before: written(before, 'W'),
    after: written(after, 'W'),
  });
  return { idle: both(idle), full: both(full) };
}

/** What was found, in plain words. */
export function findingText(calibration: Calibration, change: BeforeAfter, look: PrintOptions): string {
  const { byLoad, byChips, gain, meter, lagS, method } = calibration;
  const pm = look.ascii === true ? '+-' : '±';
  const lines = [
    `Calibration ${calibration.id} (${method === 'typed' ? 'typed in' : `by ${meter}`})`,
    ...(['idle', 'full'] as const).map((name) => {
      const { before, after } = change[name];
      const label = name === 'idle' ? 'idle' : 'full load';
      return `  ${label.padEnd(12)}${powerWithBand(after, look)} at the wall   (until now ${powerWithBand(before, look)})`;
    }),
  ];
  if (byChips !== undefined) {
    const { baseW, efficiency } = byChips;
    const base = powerWithBand(estimate(baseW.value, { fit: baseW.sd / Math.max(baseW.value, 1e-9) }), look);
    const eta = `${(100 * efficiency.value).toFixed(1)} % ${pm} ${(164.5 * efficiency.sd).toFixed(1)}`;
    lines.push(`  ${'base power'.padEnd(12)}${base} beside the chips; the power supply passes on ${eta}`);
  }
  const fit = byChips?.misfit ?? byLoad.misfit;
  lines.push(
    `  steady loads lie within ${(164.5 * fit).toFixed(1)} % of the fit; the meter itself is good to ${(164.5 * gain).toFixed(1)} %`,
  );
  if (lagS !== undefined && lagS > 0.2) lines.push(`  the meter was ${lagS.toFixed(1)} s behind the machine`);
  const warmer = warmedUp(calibration);
  if (warmer > TOLD_FROM)
    lines.push(
      `  after the load it drew ${(100 * warmer).toFixed(0)} % more at idle than before: it had not cooled down`,
    );
  return `${lines.join('\n')}\n`;
}

/** From this on it is said that the machine warmed up. */
const TOLD_FROM = 0.03;
/** Steps with less load than this are idle ones. */
const IDLE_STEP = 0.1;

/** By which part the power at idle rose from the first step to the last. */
function warmedUp({ points }: Calibration): number {
  const last = points.at(-1)?.step ?? 0;
  const [before, after] = [0, last].map((step) => {
    const own = points.filter((point) => point.step === step && point.load < IDLE_STEP);
    return own.reduce((sum, { wallW }) => sum + wallW, 0) / own.length;
  });
  return last === 0 ? 0 : (after ?? 0) / (before ?? 1) - 1;
}

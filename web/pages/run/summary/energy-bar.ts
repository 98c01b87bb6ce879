import type { WrittenEstimate } from '../../../../src/units/estimate.ts';
import type { Bar } from '../../../../src/report/chart/bars.ts';
import type { Role } from '../../../../src/report/chart/palette.ts';
import { energyWithBand } from '../../../../src/units/format.ts';

/** A bar of an energy: what is above idle, then the idle power that the run held; where the one is not known, all in one. */
export function energyBar(
  name: string,
  role: Role,
  { attributed, active }: { readonly attributed: WrittenEstimate; readonly active: WrittenEstimate },
): Bar {
  const whole = attributed.value ?? 0;
  const busy = Math.min(whole, Math.max(0, active.value ?? whole));
  return {
    name,
    parts: [
      { role, value: busy },
      { role: 'idle', value: whole - busy },
    ],
    low: attributed.low,
    high: attributed.high,
    text: energyWithBand(attributed),
  };
}

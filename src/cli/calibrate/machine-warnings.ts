import { problem, type Warning } from '../../errors.ts';
import type { Surroundings } from './surroundings.ts';

/** What about a machine makes its calibration mean something else than one would think. */
export function warningsOf({ machine, findings, sources }: Surroundings): readonly Warning[] {
  const { info, cpuLimit, cpuCapacity } = machine;
  const warnings: Warning[] = [];
  if (info.virtual) {
    const why = 'a meter shows the whole host, also what its other guests do';
    const fix = 'calibrate here only where this is the only guest; better on the host itself';
    warnings.push(problem('E_METER', 'this is a virtual machine', why, fix));
  }
  if (cpuLimit !== undefined && cpuLimit < cpuCapacity) {
    const why = `${cpuLimit} of its ${cpuCapacity} CPUs may be used: full load cannot be reached`;
    warnings.push(problem('E_METER', 'this container may not load all CPUs', why, 'calibrate outside of it'));
  }
  const counted = new Set(
    sources.flatMap(({ channels }) =>
      channels.map(({ target }) => target).filter((t) => t.startsWith('gpu:')),
    ),
  );
  const uncounted = machine.gpus.length - counted.size;
  if (uncounted > 0) {
    const unusable = findings.find(
      ({ state, targets }) => state === 'unusable' && targets.some((t) => t.startsWith('gpu:')),
    );
    const why = unusable?.why ?? 'no counter was found for them';
    const what = `${uncounted === 1 ? 'a GPU is' : `${uncounted} GPUs are`} not counted: their idle power becomes a part of the machine’s`;
    warnings.push(problem('E_METER', what, why, unusable?.fix ?? 'joulebook doctor says what would help'));
  }
  return warnings;
}

import type { RunRecord } from '../../book/run-record.ts';
import { printPower } from '../../units/format.ts';
import type { ComponentTotal } from './components.ts';
import type { Found } from './item.ts';
import { shareText } from '../../units/format-share.ts';

const NAMES: Readonly<Record<ComponentTotal['name'], string>> = {
  gpu: 'GPUs',
  cpu: 'CPUs',
  ram: 'memory',
  other: 'boards, fans and power supplies',
  overhead: 'the building (PUE)',
};

/** The name of a component in a sentence. */
export function componentName(name: ComponentTotal['name']): string {
  return NAMES[name];
}

/** How each component was measured. */
export function componentWords(components: readonly ComponentTotal[]): string {
  return components
    .filter(({ grades }) => grades.length > 0)
    .map(
      ({ name, methods, grades }) => `${NAMES[name]} by ${methods.join(', ')} (grade ${grades.join(', ')})`,
    )
    .join('; ');
}

/** Mean power of the chips of the whole machine while the runs lasted. */
export function powerWords(runs: readonly RunRecord[]): Found {
  const said = (['cpu', 'gpu'] as const).flatMap((kind) => {
    const watts = meanPower(runs, kind);
    return watts === undefined
      ? []
      : [`${kind === 'cpu' ? 'processors' : 'accelerators'} ${printPower(watts)}`];
  });
  if (said.length === 0)
    return {
      why: 'No run has it by component.',
      fix: 'See `joulebook doctor` for what can be measured here.',
    };
  return { says: `mean of each machine, over time: ${said.join(', ')}` };
}

function meanPower(runs: readonly RunRecord[], kind: 'cpu' | 'gpu'): number | undefined {
  let [joules, seconds] = [0, 0];
  for (const { energy, durationS } of runs) {
    const values = Object.entries(energy.components)
      .filter(([name]) => name.startsWith(kind))
      .flatMap(([, { machine }]) => (machine.value === null ? [] : [machine.value]));
    if (values.length === 0) continue;
    joules += values.reduce((sum, value) => sum + value, 0);
    seconds += durationS;
  }
  return seconds > 0 ? joules / seconds : undefined;
}

/** How much of the processors the runs used. */
export function useWords(runs: readonly RunRecord[]): Found {
  const measured = runs.filter(({ kind, usage }) => kind !== 'imported' && usage.cpuSource !== 'none');
  const seconds = measured.reduce((sum, { durationS }) => sum + durationS, 0);
  if (measured.length === 0 || seconds === 0)
    return { why: 'No run was measured here.', fix: 'Imported runs carry it where their tool wrote it.' };
  const part = measured.reduce((sum, { usage, durationS }) => sum + usage.runCpu * durationS, 0) / seconds;
  const shares = measured.flatMap(({ energy }) =>
    Object.entries(energy.components).flatMap(([name, { share }]) =>
      name.startsWith('gpu') && share.value !== null ? [share.value] : [],
    ),
  );
  const gpu =
    shares.length === 0
      ? ''
      : `, accelerators ${shareText(shares.reduce((sum, value) => sum + value, 0) / shares.length)} of what they did`;
  return { says: `processors ${shareText(part)} of their capacity${gpu}` };
}

import type { EpochRecord, WindowRecord } from '../../book/run-record.ts';
import type { Derivation } from '../../units/derivation.ts';
import { layerNode } from './energy-nodes.ts';
import { type Evidence, seen } from './evidence.ts';
import { exactly, recorded } from './nodes.ts';
import { shareText } from '../../units/format-share.ts';

/** What may be asked of a stage or an epoch. */
export type WindowPart = 'attributed' | 'active' | 'self';

/** Energy of a stage: the samples between its beginning and its end, read and shared as those of the whole run. */
export function stageNode(e: Evidence, name: string, stage: WindowRecord, part: WindowPart): Derivation {
  const times = stage.count === 1 ? 'once' : `${stage.count} times`;
  const id = `energy.stages.${name}.${part}`;
  const what =
    part === 'active' ? ' above idle' : part === 'self' ? ', what stands in no stage inside it' : '';
  const duration = exactly(`${id}.duration`, 'time in it', stage.durationS, 's', seen(e, `open ${times}`));
  return windowNode(e, recorded(id, `stage ${name}${what}`, stage[part], {}), part, duration);
}

/** Energy of an epoch. */
export function epochNode(e: Evidence, epoch: EpochRecord, part: 'attributed' | 'active'): Derivation {
  const id = `energy.epochs.${epoch.n}.${part}`;
  const label = `epoch ${epoch.n}${part === 'active' ? ' above idle' : ''}`;
  const duration = exactly(
    `${id}.duration`,
    'time in it',
    epoch.durationS,
    's',
    seen(e, 'reported from inside'),
  );
  return windowNode(e, recorded(id, label, epoch[part], {}), part, duration);
}

function windowNode(e: Evidence, node: Derivation, part: WindowPart, duration: Derivation): Derivation {
  const whole = layerNode(e, 'wall', part === 'active' ? 'active' : 'attributed');
  const { value } = whole;
  const fraction =
    node.value === null || value === null || value === 0
      ? ''
      : `${shareText(node.value / value)} of the run; `;
  return {
    ...node,
    formula: `those samples of the run's ${whole.label} that lie in it`,
    from: [duration, whole],
    grade: e.record.grade,
    note: `${fraction}the record does not split it into components`,
  };
}

import type { ComponentRecord, LayerRecord } from '../../book/run-record.ts';
import type { Derivation } from '../../units/derivation.ts';
import type { Sourced } from '../../units/sourced.ts';
import { componentNode } from './component-nodes.ts';
import { type Evidence, seen } from './evidence.ts';
import { exactly, fromRecordedSource, numberless, recorded } from './nodes.ts';

/** The layers of energy, from the chips to the building. */
export type LayerName = 'chips' | 'wall' | 'facility';

/** The scopes in which a layer is told. */
export type ScopeName = keyof LayerRecord;

const LAYERS: Readonly<Record<LayerName, string>> = {
  chips: 'energy of the chips',
  wall: 'energy at the wall',
  facility: 'energy with the building',
};

const SCOPES: Readonly<Record<ScopeName, string>> = {
  attributed: '',
  active: ' above idle',
  machine: ' of the whole machine',
};

/** One layer in one scope: the building is the wall through the PUE, the wall and the chips are the sum of their components. */
export function layerNode(e: Evidence, layer: LayerName, scope: ScopeName): Derivation {
  const id = `energy.${layer}.${scope}`;
  const label = `${LAYERS[layer]}${SCOPES[scope]}`;
  const w = e.record.energy[layer][scope];
  if (layer === 'facility') {
    const wall = layerNode(e, 'wall', scope);
    return recorded(id, label, w, { formula: `${wall.label} × PUE`, from: [wall, pueNode(e)] });
  }
  const components = Object.entries(e.record.energy.components).filter(
    ([name]) => layer === 'wall' || name !== 'other',
  );
  const grade = { grade: e.record.grade };
  if (layer === 'wall' && scope === 'attributed' && e.record.parts !== undefined) {
    return recorded(id, label, w, { ...sumOfParts(e), ...grade });
  }
  if (components.length === 0) {
    return recorded(id, label, w, { ...seen(e, unmeasured(e)), ...grade });
  }
  const unused = scope === 'machine' ? [] : components.filter(isUnusedGpu);
  const folded = unused.length > 1 ? unused : [];
  const from = [
    ...components
      .filter((one) => !folded.includes(one))
      .map(([name, component]) => componentNode(e, { name, component }, scope)),
    ...(folded.length === 0
      ? []
      : [
          unusedGpus(
            e,
            folded.map(([name]) => name),
          ),
        ]),
  ];
  return recorded(id, label, w, { formula: from.map((part) => part.label).join(' + '), from, ...grade });
}

/** On a server with eight GPUs most are not the run's. */
function isUnusedGpu([name, { attributed }]: readonly [string, ComponentRecord]): boolean {
  return name.startsWith('gpu:') && attributed.value === 0 && attributed.high === 0;
}

function unusedGpus(e: Evidence, names: readonly string[]): Derivation {
  return exactly('energy.components.unused', 'GPUs not used', 0, 'J', {
    ...seen(e, 'who holds a GPU, as its driver tells'),
    note: names.join(', '),
  });
}

/** Which runs a sum consists of; each of them explains its own part. */
function sumOfParts(e: Evidence): Pick<Derivation, 'formula' | 'from'> {
  const parts = (e.record.parts ?? []).map((part) =>
    recorded(`run.${part.id}`, part.name, part.attributed, {
      ...seen(e, `the run ${part.id} of this book: joulebook why ${part.name} energy`),
    }),
  );
  return { formula: parts.map(({ label }) => label).join(' + '), from: parts };
}

function unmeasured(e: Evidence): string {
  return e.record.kind === 'imported'
    ? 'another program, whose record says no more'
    : 'the run itself; its record holds no components';
}

/** Power usage effectiveness. */
export function pueNode(e: Evidence): Derivation {
  const { pue } = e.record.carbon;
  if (pue === null) {
    return numberless('pue', 'PUE', '1', {
      source: 'not in the record',
      note: e.record.parts === undefined ? 'the run was recorded without one' : 'the runs had different ones',
    });
  }
  const isGiven = pue.id === 'pue.given';
  return fromRecordedSource(pue.id, 'PUE', pue, {
    ...(isGiven ? { note: '--pue, or `pue` of the settings' } : {}),
    // A definition of ours has neither year nor licence.
    ...(pue.id === 'pue.portable' ? { licence: 'own judgement' } : {}),
    // Nothing is assumed here of what another tool recorded.
    ...(isGiven || pue.id.startsWith('import.') ? {} : { assumed: assumedPue(pue) }),
  });
}

function assumedPue({ id, note = "the provider's average" }: Sourced): string {
  if (id === 'pue.portable') return 'PUE: a laptop or a desktop stands in no data centre; else give --pue';
  return `PUE: ${note}${note.includes('--pue') ? '' : "; give your site's with --pue"}`;
}

/** Energy beside the run: what nobody owns, and the tracker's own. */
export function besideNode(e: Evidence, which: 'unattributed' | 'tracker'): Derivation {
  const machine = layerNode(e, 'wall', 'machine');
  const label = which === 'tracker' ? "the tracker's own energy" : 'energy that nobody owns';
  const formula =
    which === 'tracker'
      ? "the tracker's processes' part of the machine, in no run"
      : "the machine's idle energy and untracked work that no live run owns";
  return recorded(`energy.${which}`, label, e.record.energy[which], { formula, from: [machine] });
}

import type { WrittenEstimate } from '../units/estimate.ts';
import type { EmissionsView } from './emissions-view.ts';
import type { ComponentRecord, RunRecord } from './run-record.ts';

/** Chips energy by CodeCarbon's three kinds, J: 0 where the machine has none, null where one of a kind is not known. */
export interface ComponentEnergies {
  readonly cpuJ: number | null;
  readonly gpuJ: number | null;
  readonly ramJ: number | null;
}

/** Sums a run's components into CodeCarbon's three kinds. */
export function componentEnergies(record: RunRecord, view: EmissionsView): ComponentEnergies {
  const ofKind = (kind: 'cpu' | 'gpu' | 'ram'): number | null => {
    const all = componentsOf(record, view)
      .filter(([name]) => kindOf(name) === kind)
      .map(([, component]) => joules(partOf(component, view), view));
    const known = all.filter((energy) => energy !== null);
    return total(view.middles === true && known.length > 0 ? known : all);
  };
  return { cpuJ: view.cpuJ ?? ofKind('cpu'), gpuJ: ofKind('gpu'), ramJ: view.ramJ ?? ofKind('ram') };
}

/** Components of which no figure can be had, with the reason. */
export function missingComponents(
  record: RunRecord,
  view: EmissionsView,
): readonly { readonly name: string; readonly reason?: string }[] {
  return measured(record, view)
    .filter(([, component]) => joules(partOf(component, view), { ...view, middles: true }) === null)
    .map(([name, { reason }]) => ({ name, ...(reason === undefined ? {} : { reason }) }));
}

/** Components of which only bounds are known, J. */
export function boundedComponents(
  record: RunRecord,
  view: EmissionsView,
): readonly { readonly name: string; readonly lowJ: number; readonly highJ: number }[] {
  return measured(record, view).flatMap(([name, component]) => {
    const { value, low, high } = partOf(component, view);
    return value !== null || low === null || high === null ? [] : [{ name, lowJ: low, highJ: high }];
  });
}

/** The sum; null where a part of it is not known. */
export function total(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (sum, value) => (sum === null || value === null ? null : sum + value),
    0,
  );
}

type Named = readonly [name: string, component: ComponentRecord];

function componentsOf(record: RunRecord, { gpus }: EmissionsView): readonly Named[] {
  return Object.entries(record.energy.components).filter(
    ([name, { uuid }]) => kindOf(name) !== 'gpu' || gpus === undefined || gpus.some(names(name, uuid)),
  );
}

/** Those of CodeCarbon's kinds whose energy is not declared. */
function measured(record: RunRecord, view: EmissionsView): readonly Named[] {
  return componentsOf(record, view).filter(([name]) => {
    const kind = kindOf(name);
    return (
      kind === 'gpu' ||
      (kind === 'cpu' && view.cpuJ === undefined) ||
      (kind === 'ram' && view.ramJ === undefined)
    );
  });
}

/** Whether a user's id means the GPU: its index, or how its UUID begins (`MIG-` before it is left out, as CodeCarbon does). */
function names(name: string, uuid: string | undefined): (id: string) => boolean {
  return (id) => {
    if (/^\d+$/.test(id)) return name === `gpu:${id}`;
    const asked = id.replace(/^MIG-/i, '').toLowerCase();
    return asked !== '' && uuid?.replace(/^MIG-/i, '').toLowerCase().startsWith(asked) === true;
  };
}

function kindOf(name: string): string {
  return name.replace(/:.*$/, '');
}

function partOf(component: ComponentRecord, { scope }: EmissionsView): WrittenEstimate {
  return scope === 'machine' ? component.machine : component.attributed;
}

function joules({ value, low, high }: WrittenEstimate, { middles }: EmissionsView): number | null {
  if (value !== null || middles !== true) return value;
  return low === null || high === null ? null : (low + high) / 2;
}

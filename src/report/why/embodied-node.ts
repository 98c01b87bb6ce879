import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { Derivation } from '../../units/derivation.ts';
import type { Sourced } from '../../units/sourced.ts';
import { constantAt, type Row } from './constants.ts';
import { type Evidence, machineOf, seen } from './evidence.ts';
import { exactly, fromRecordedSource, recorded } from './nodes.ts';
import { durationNode } from './rate-nodes.ts';

const FILE = 'hardware/embodied.json';
const row = (...path: readonly string[]): Row => ({ file: FILE, path });

/** Carbon of making the machine, as far as it is the run's: total × duration / lifetime × idle share (docs/methodology/embodied.md). */
export function embodiedNode(e: Evidence): Derivation {
  const { embodied, embodiedBasis } = e.record.carbon;
  const id = 'carbon.embodied';
  const label = 'embodied carbon';
  if (e.record.parentId !== undefined) {
    return recorded(id, label, embodied, {
      ...seen(e, 'the rule: the run that this one stands in carries it'),
      note: `its root run is ${e.record.rootId}`,
    });
  }
  if (e.record.parts !== undefined) {
    return recorded(id, label, embodied, { ...seen(e, 'the sum of the runs that this is the sum of') });
  }
  const known = embodiedBasis ?? e.ground?.embodied;
  if (known === undefined) {
    const why = e.record.energy.policy['embodied'] ?? 'the record does not say what it was reckoned from';
    return recorded(id, label, embodied, { ...seen(e, why) });
  }
  const { source = '', year = 0, licence = '' } = constantAt(e.tables, row('lifetimeYears'), '', 'a');
  const lifetime = exactly('embodied.lifetime', 'lifetime', known.lifetimeS, 's', { source, year, licence });
  return recorded(id, label, embodied, {
    formula: 'carbon of making the machine × duration / lifetime × part of the machine',
    from: [totalNode(e, known.total), durationNode(e), lifetime, partNode(e, known)],
  });
}

function totalNode(e: Evidence, total: Sourced): Derivation {
  const machine = machineOf(e);
  // Of another table, e.g. that of a cloud's instances, the figure is the row itself.
  const isSummed =
    machine !== null && total.id === (e.tables(FILE) as { readonly id?: string } | undefined)?.id;
  return fromRecordedSource(total.id, 'carbon of making the machine', total, {
    ...(isSummed ? { formula: 'Σ over the parts of the machine', from: partsOf(e, machine) } : {}),
    assumed: `carbon of making the machine: ${total.note ?? 'a typical machine of its kind'}`,
  });
}

/** What the sum is made of; a virtual machine has its threads' part of a typical host. */
function partsOf(e: Evidence, { virtual, gpus }: MachineInfo): readonly Derivation[] {
  const { perExtraGBKg } = (e.tables(FILE) ?? {}) as { readonly perExtraGBKg?: { readonly perGB?: number } };
  const host = virtual
    ? [
        constantAt(e.tables, row('hostSockets'), 'CPUs of a typical host', '1'),
        constantAt(e.tables, row('hostGB'), 'memory of a typical host', 'GB'),
      ]
    : [];
  return [
    constantAt(e.tables, row('serverKg'), 'a server', 'kg'),
    constantAt(e.tables, row('perExtraCpuKg'), 'each further CPU', 'kg'),
    constantAt(e.tables, row('perExtraGBKg', 'kg'), `each further ${perExtraGBKg?.perGB ?? ''} GB`, 'kg'),
    ...(gpus.length > 0 ? [constantAt(e.tables, row('perGpuKg'), 'each GPU', 'kg')] : []),
    ...host,
  ].filter(({ value }) => value !== null);
}

function partNode(
  e: Evidence,
  { total, lifetimeS }: { readonly total: Sourced; readonly lifetimeS: number },
): Derivation {
  const { value, low, high } = e.record.carbon.embodied;
  const whole = total.value === null ? Number.NaN : (total.value * e.record.durationS) / lifetimeS;
  const part = value === null || !(whole > 0) ? null : value / whole;
  const rule = e.record.energy.policy['idle'] ?? 'not recorded';
  return {
    id: 'embodied.part',
    label: 'part of the machine',
    value: part,
    low: part ?? (low === null ? null : 0),
    high: part ?? (high === null ? null : 1),
    unit: '1',
    ...seen(e, `the run's part of the machine's idle energy, by the rule: ${rule}`),
  };
}

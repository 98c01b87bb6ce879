import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { Derivation } from '../../units/derivation.ts';
import { constantAt, type Row } from './constants.ts';
import type { Evidence } from './evidence.ts';

const hardware = (file: string, ...path: readonly string[]): Row => ({
  file: `hardware/${file}.json`,
  path,
});

/**
 * Efficiency of the supply and base power by class of machine; of a virtual machine those of a typical host, of which it has its threads'
 * part.
 *
 * @param kind class of its supply.
 */
export function supplyNodes(
  e: Evidence,
  kind: MachineInfo['chassis'],
  virtual: boolean,
): readonly [Derivation, ...Derivation[]] {
  const row = (key: string): Row => hardware('supply', 'classes', kind, key);
  const host = virtual
    ? [constantAt(e.tables, hardware('thread_prior', 'hostThreads'), 'threads of a typical host', '1')]
    : [];
  return [
    constantAt(e.tables, row('efficiency'), 'efficiency of the supply', '1', {
      assumed: `the power supply of a machine of class "${kind}": joulebook calibrate with a meter at the socket, or name a plug meter with joulebook config set plug`,
    }),
    constantAt(e.tables, row('baseW'), `base power${virtual ? ' of the host' : ''}`, 'W'),
    ...host,
  ];
}

/** What splits a modelled wall into this component and the others. */
export function splitNodes(
  e: Evidence,
  name: string,
  kind: MachineInfo['chassis'],
  virtual: boolean,
): readonly Derivation[] {
  const memory = constantAt(e.tables, hardware('ram_power', 'wPerGB'), 'power of memory', 'W/GB', {
    assumed: 'a mean power of memory per gigabyte: a machine with a DRAM counter (RAPL) needs none',
  });
  if (name === 'ram') return [memory];
  const supply = supplyNodes(e, kind, virtual);
  if (name === 'cpu') return [...supply, memory];
  const most = constantAt(
    e.tables,
    hardware('supply', 'baseAtMostOfIdle'),
    'base power at most, of power at rest',
    '1',
  );
  return [...supply, most];
}

import type { Accelerator, RowSource } from '../../hardware/hardware-rows.ts';
import type { Derivation } from '../../units/derivation.ts';
import { interval } from '../../units/estimate.ts';
import {
  type AcceleratorPowerTable,
  type AcceleratorUse,
  acceleratorPowerFrom,
  fullPower,
} from './accelerator-power.ts';
import type { Range } from './model-tables.ts';

/** Where the power of an accelerator comes from: the formula with its numbers, down to the row and the constants. */
export function acceleratorPowerSource(
  table: AcceleratorPowerTable,
  accelerator: Accelerator,
  use: AcceleratorUse,
): Derivation {
  return use.scope === 'board' ? boardOf(table, accelerator, use) : systemOf(table, accelerator, use);
}

function systemOf(table: AcceleratorPowerTable, accelerator: Accelerator, use: AcceleratorUse): Derivation {
  const { measuredSystemW, name, key } = accelerator;
  const board = boardOf(table, accelerator, use);
  const whole = {
    ...node(table, accelerator, use, `accelerator.${key}.system`, `power at the wall for each ${name}`),
    grade: 'C' as const,
  };
  if (measuredSystemW !== undefined) {
    const { value, relativeSd, from } = measuredSystemW;
    const measured: Derivation = {
      id: `accelerator.${key}.measured-system`,
      label: 'measured power of the system for each accelerator, in training',
      value,
      low: null,
      high: null,
      unit: 'W',
      ...sourceOf(from),
      note: `standard deviation ${Math.round(relativeSd * 100)} % between the trainings of the source`,
    };
    if (use.utilisation === undefined) {
      return {
        ...whole,
        from: [measured, board],
        formula: 'measured system; spread of the board between trainings',
      };
    }
    const training = boardOf(table, accelerator, { scope: 'board' });
    return {
      ...whole,
      from: [measured, board, training],
      formula: 'measured system + board − board in training',
    };
  }
  const host = table.host[accelerator.kind === 'soc' ? 'soc' : 'card'];
  const watts = host.baseW + host.ofFull * fullPower(accelerator).value;
  return {
    ...whole,
    formula: 'board + host',
    from: [
      board,
      {
        id: `${table.id}.host`,
        label: 'processors, memory, network, fans and losses for each accelerator',
        ...rangeOf({ value: watts, low: watts * host.factor.low, high: watts * host.factor.high }, 'W'),
        ...sourceOf(table),
        assumed: 'a typical host; give the CPU, memory or instance to say which',
      },
    ],
  };
}

function boardOf(table: AcceleratorPowerTable, accelerator: Accelerator, use: AcceleratorUse): Derivation {
  const { name, key, tdpW, measuredBoardW } = accelerator;
  const board = {
    ...node(
      table,
      accelerator,
      { ...use, scope: 'board' },
      `accelerator.${key}.board`,
      `mean power of ${name}`,
    ),
    grade: 'C' as const,
  };
  if (use.utilisation === undefined && measuredBoardW !== undefined) {
    return { ...board, ...sourceOf(measuredBoardW.from) };
  }
  const full = fullOf(accelerator);
  if (use.utilisation === undefined) {
    if (tdpW === null) return { ...board, formula: 'power under load', from: [full] };
    const share = constant(table, 'training', 'mean part of full power in training', table.training.ofTdp);
    const assumed = 'a training run of unknown utilisation; give the utilisation or the power to say';
    return { ...board, formula: 'full power × part', from: [full, { ...share, assumed }] };
  }
  const { idle, full: busy } = table.atUtilisation;
  return {
    ...board,
    formula: 'full power × (idle + (busy − idle) × utilisation)',
    from: [
      full,
      constant(table, 'idle', 'part of full power when idle', idle),
      ...(tdpW === null ? [] : [constant(table, 'busy', 'part of full power when never idle', busy)]),
      {
        id: 'option.utilisation',
        label: 'utilisation',
        ...rangeOf({ value: use.utilisation, low: use.utilisation, high: use.utilisation }, '1'),
        source: 'given',
      },
    ],
  };
}

function fullOf(accelerator: Accelerator): Derivation {
  const { key, name, tdpW, measuredBoardW, from, note } = accelerator;
  const label = tdpW === null ? `power of ${name} under load` : `board power of ${name}`;
  return {
    id: `accelerator.${key}.tdp`,
    label,
    ...rangeOf(fullPower(accelerator), 'W'),
    ...sourceOf(measuredBoardW?.from ?? from),
    ...(tdpW === null ? { grade: 'C' as const } : {}),
    ...(note === undefined ? {} : { note }),
  };
}

function constant(table: AcceleratorPowerTable, id: string, label: string, range: Range): Derivation {
  return { id: `${table.id}.${id}`, label, ...rangeOf(range, '1'), ...sourceOf(table) };
}

function node(
  table: AcceleratorPowerTable,
  accelerator: Accelerator,
  use: AcceleratorUse,
  id: string,
  label: string,
): Derivation {
  const power = acceleratorPowerFrom(table, accelerator, use);
  return { id, label, value: power.value, ...interval(power), unit: 'W' };
}

function rangeOf(
  { value, low, high }: Range,
  unit: string,
): Pick<Derivation, 'value' | 'low' | 'high' | 'unit'> {
  return { value, low, high, unit };
}

function sourceOf({ source, year, licence, url }: RowSource): Partial<Derivation> {
  return { source, year, licence, ...(url === undefined ? {} : { url }) };
}

import type { ComponentRecord } from '../../book/run-record.ts';
import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { Derivation } from '../../units/derivation.ts';
import type { ErrorSources } from '../../units/estimate.ts';
import { seenFactor } from './accuracy-nodes.ts';
import { constantAt, factorAt, provenanceAt } from './constants.ts';
import { errorWords } from './error-words.ts';
import { type Evidence, machineOf, type ModelOfMachine, type Named, seen } from './evidence.ts';
import { methodWords } from './method-words.ts';
import { type ModelRows, modelRows } from './model-rows.ts';
import { exactly, numberless } from './nodes.ts';

/** In which state a model is asked: what errs differs. */
type State = 'rest' | 'load';

/**
 * The power model behind a component's energy or its idle power: what it was reckoned from and how it errs (docs/methodology/power-model.md). The
 * record names the machine; its constants are those of this version.
 */
export function modelNodes(
  e: Evidence,
  { name, component }: Named,
  errors: ErrorSources,
  state: State,
): readonly Derivation[] {
  const machine = machineOf(e);
  if (machine === null) return [];
  const model = e.model(machine);
  const method = component.method.startsWith('model:') ? component.method : model.wall.method;
  if (method === 'model:calibrated') return [calibratedModel(e, errors)];
  const rows = method === model.wall.method ? modelRows(method, model.isSeen) : undefined;
  if (rows === undefined) return [otherModel(e, method)];
  return [
    wallModel(e, component, machine, model, rows, errors),
    ...factorNodes(e, name, rows, errors, state),
  ];
}

function wallModel(
  e: Evidence,
  component: ComponentRecord,
  machine: MachineInfo,
  { wall }: ModelOfMachine,
  rows: ModelRows,
  errors: ErrorSources,
): Derivation {
  const spread = Object.entries(errors).find(([source]) => source.startsWith('model:'))?.[1];
  const row = rows.errors['model'];
  const facts = (['sockets', 'cores', 'threads'] as const).map((key) =>
    exactly(`machine.${key}`, key, machine[key], '1', seen(e, 'the machine itself')),
  );
  const memory = machine.ramBytes / 2 ** 30;
  const [rest, full] = [wall.watts[0], wall.watts.at(-1)].map((watts = 0) => Number(watts.toPrecision(3)));
  return numberless('model.wall', 'power model', 'W', {
    formula: `${methodWords(wall.method)}, by the busy part of the CPUs`,
    from: [
      ...tdpNodes(e, machine, wall, rows),
      ...facts,
      exactly('machine.ram', 'memory', Number(memory.toPrecision(4)), 'GiB', seen(e, 'the machine itself')),
      ...rows.constants.map(([at, label, unit]) => constantAt(e.tables, at, label, unit)),
      exactly('usage.machineCpu', 'busy part', e.record.usage.machineCpu, '1', {
        ...seen(e, "of the machine's CPUs over the run, as the kernel counts it"),
      }),
      ...(spread === undefined || row === undefined
        ? []
        : [factorAt(e.tables, row, 'accuracy of the power model', spread)]),
    ],
    // A grade C comes with a reason that says the same.
    ...(component.grade === 'C' && component.reason !== undefined
      ? {}
      : { assumed: [...wall.assumed, rows.assumed].join('; ') }),
    note: `${rest} W at rest and ${full} W at full load, by the tables of this version`,
  });
}

/** Thermal design power of one package, from the tables or as it was guessed. */
function tdpNodes(
  e: Evidence,
  { cpu }: MachineInfo,
  { tdpW, known }: ModelOfMachine['wall'],
  rows: ModelRows,
): readonly Derivation[] {
  if (tdpW === undefined) return [];
  const row = known ? e.cpuRow(cpu) : undefined;
  if (row === undefined) {
    const { tdp } = rows.errors;
    const guess = tdp === undefined ? undefined : provenanceAt(e.tables, tdp);
    return [
      exactly('machine.tdp', 'TDP', Number(tdpW.toPrecision(3)), 'W', {
        ...guess,
        source: `guessed, for "${cpu}" is in no table: ${guess?.source ?? 'no rule is known'}`,
      }),
    ];
  }
  const { source, year, licence, url } = row.from;
  return [
    exactly(row.id, 'TDP', row.tdpW, 'W', {
      source,
      year,
      licence,
      ...(url === undefined ? {} : { url }),
      note: `of "${row.name}", found by the name "${cpu}"`,
    }),
  ];
}

/** How it errs beyond the model's own error: each with the row that says so. */
function factorNodes(
  e: Evidence,
  name: string,
  rows: ModelRows,
  errors: ErrorSources,
  state: State,
): readonly Derivation[] {
  return Object.entries(errors).flatMap(([source, spread]) => {
    const [prefix = ''] = source.split(':');
    const row = prefix === 'model' ? undefined : rows.errors[prefix];
    if (row === undefined) return [];
    return [
      { ...factorAt(e.tables, row, errorWords(source).what, spread), id: `error.${prefix}.${name}.${state}` },
    ];
  });
}

function calibratedModel(e: Evidence, errors: ErrorSources): Derivation {
  const id = e.record.energy.calibrationId ?? 'of this machine';
  const calibration = numberless(`calibration.${id}`, 'calibration', 'W', {
    ...seen(e, `calibration ${id} of this machine, made with joulebook calibrate`),
  });
  const factors = Object.entries(errors).flatMap(([source, spread]) => seenFactor(e, source, spread) ?? []);
  return numberless('model.wall', 'power model', 'W', {
    formula: "this machine's own idle and full load, and the shape of its class between them",
    from: [calibration, ...factors],
  });
}

function otherModel(e: Evidence, method: string): Derivation {
  return numberless('model.wall', 'power model', 'W', {
    ...seen(e, `${methodWords(method)}, of joulebook ${e.record.trackerVersion || 'of an unknown version'}`),
    note: 'this version has another model, so its constants are not those of the run',
  });
}

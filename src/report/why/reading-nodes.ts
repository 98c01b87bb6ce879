import type { ComponentRecord } from '../../book/run-record.ts';
import type { Derivation } from '../../units/derivation.ts';
import { accuracyNodes, seenFactor } from './accuracy-nodes.ts';
import { energyErrors, type Evidence, machineOf, type Named, seen } from './evidence.ts';
import { methodWords } from './method-words.ts';
import { modelNodes } from './model-nodes.ts';
import { recorded } from './nodes.ts';
import { lossNodes, otherSources, type Sources } from './other-nodes.ts';
import { splitNodes } from './supply-nodes.ts';

/** Energy of a component of the whole machine while the run lasted, with what it was read by. */
export function readingNode(e: Evidence, named: Named, label = 'reading'): Derivation {
  const { name, component } = named;
  const { from, formula } = sourcesOf(e, named);
  const id = `energy.components.${name}.machine`;
  return recorded(id, label, component.machine, {
    formula,
    ...(from.length === 0 ? seen(e, methodWords(component.method)) : { from }),
    grade: component.grade,
    ...(isModelled(component) && component.reason !== undefined ? { assumed: component.reason } : {}),
    note: noteOf(e, named),
  });
}

function sourcesOf(e: Evidence, named: Named): Sources {
  const { method } = named.component;
  const methods = method.split(', ');
  if (methods.length > 1) return sumOfWays(e, named, methods);
  if (method.startsWith('model:')) {
    return {
      formula: "Σ over the samples of the model's power at the machine's load × time",
      from: [
        ...modelNodes(e, named, energyErrors(e, named), 'load'),
        ...splitOf(e, named, method),
        ...lossNodes(e, named),
        // A counter that failed while the run lasted has its part.
        ...accuracyNodes(e, named),
      ],
    };
  }
  if (named.name !== 'other') {
    const gaps = Object.entries(named.component.machine.errors).flatMap(([source, spread]) =>
      source.startsWith('unread:') ? (seenFactor(e, source, spread) ?? []) : [],
    );
    return {
      formula: 'Σ over the samples of what the meter counted × its accuracy',
      from: [...accuracyNodes(e, named), ...gaps],
    };
  }
  return otherSources(e, named);
}

/** What splits a modelled wall; a calibration keeps the split of the class. */
function splitOf(e: Evidence, { name }: Named, method: string): readonly Derivation[] {
  const machine = machineOf(e);
  if (machine === null || (method !== 'model:calibrated' && method !== e.model(machine).wall.method))
    return [];
  return splitNodes(e, name, e.model(machine).supply, machine.virtual);
}

/** One component over machines, or over times, that were read in several ways. */
function sumOfWays(e: Evidence, { name, component }: Named, methods: readonly string[]): Sources {
  const from = methods.map((method) => {
    const one: Named = { name, component: { ...component, method } };
    const parts = sourcesOf(e, one);
    return {
      id: `energy.components.${name}.machine.${method}`,
      label: methodWords(method),
      value: null,
      low: null,
      high: null,
      unit: 'J',
      formula: parts.formula,
      from: parts.from,
    };
  });
  return { formula: 'Σ over the ways in which it was read', from };
}

function noteOf(e: Evidence, { component }: Named): string {
  const { samples, intervalS, durationS } = e.record;
  const every = intervalS > 0 ? `, every ${intervalS} s` : '';
  const mean =
    component.machine.value !== null && durationS > 0
      ? `, ${Number((component.machine.value / durationS).toPrecision(3))} W on average`
      : '';
  const how = `${methodWords(component.method)}; ${samples} ${samples === 1 ? 'sample' : 'samples'}${every}${mean}`;
  return component.reason === undefined || isModelled(component) ? how : `${how}; ${component.reason}`;
}

/** Why there is a model instead of a counter was assumed, and is told with the rest of that. */
function isModelled({ method, reason }: ComponentRecord): boolean {
  return method.startsWith('model:') && reason !== undefined;
}

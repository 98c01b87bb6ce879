import type { RunRecord } from '../../book/run-record.ts';
import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { sum } from '../../units/arithmetic.ts';
import type { Derivation } from '../../units/derivation.ts';
import { fromWritten, written } from '../../units/estimate.ts';
import { type ComponentPart, componentNode } from './component-nodes.ts';
import { type LayerName, layerNode, type ScopeName } from './energy-nodes.ts';
import type { Evidence } from './evidence.ts';
import { recorded } from './nodes.ts';
import { recordedValue } from './recorded-value.ts';
import { STATIC_FIGURES, staticFigure } from './static-figures.ts';
import { noFigure, unknownFigure } from './unknown-figure.ts';
import { epochNode, stageNode, type WindowPart } from './window-nodes.ts';

/** What is explained where no figure is named: energy at the wall in the scope that the user asked to see first, and carbon. */
export function headlineOf({ scope }: Pick<RunRecord, 'scope'>): readonly string[] {
  return [scope === 'machine' ? 'machine' : 'energy', 'co2'];
}

/**
 * Where a figure of a run comes from, by the names of the filter grammar and by the paths of `run.json`. E_NOT_FOUND with the nearest names where the
 * run has none of that name.
 */
export function figureOf(e: Evidence, name: string): Result<Derivation> {
  // An end of an interval is explained by the figure whose interval it is.
  const text = name.replace(/\.(?:value|low|high)$/, '');
  const figure = staticFigure(text);
  if (figure !== undefined) {
    const node = figure.node(e);
    if (node !== undefined) return ok(node);
    return err(
      problem('E_NOT_FOUND', `the run has no ${text}`, `It has no ${figure.meaning}.`, figure.missing),
    );
  }
  const node = layerOf(e, text) ?? componentOf(e, text) ?? stageOf(e, text) ?? epochOf(e, text);
  if (node !== undefined) return ok(node);
  const other = recordedValue(e, text);
  if (other.kind === 'figure') return ok(other.node);
  if (other.kind === 'other') return err(noFigure(name));
  const offered = figureNames(e);
  const others = [...STATIC_FIGURES.flatMap(({ names }) => names), ...Object.keys(e.record.metrics)];
  return err(unknownFigure(name, offered, [...offered, ...others]));
}

/** The names by which the figures of this run are offered. */
export function figureNames(e: Evidence): readonly string[] {
  return [
    ...STATIC_FIGURES.filter(({ node }) => node(e) !== undefined).map(({ names }) => names[0]),
    ...runFigureNames(e.record),
  ];
}

/** Names of figures that only this run has: its components, stages and epochs. */
export function runFigureNames({ energy: { components, stages, epochs } }: RunRecord): readonly string[] {
  return [
    ...Object.keys(components),
    ...Object.keys(stages).map((stage) => `stage.${stage}`),
    ...epochs.map(({ n }) => `epoch.${n}`),
  ];
}

function layerOf(e: Evidence, text: string): Derivation | undefined {
  const [, layer, scope = 'attributed'] =
    /^(?:energy\.)?(chips|wall|facility)(?:\.(attributed|active|machine))?$/i.exec(text) ?? [];
  return layer === undefined
    ? undefined
    : layerNode(e, layer.toLowerCase() as LayerName, scope.toLowerCase() as ScopeName);
}

function componentOf(e: Evidence, text: string): Derivation | undefined {
  const [, name = '', part = 'attributed'] =
    /^(?:energy\.)?(?:components?\.)?(.+?)(?:\.(attributed|active|idle|machine|share))?$/i.exec(text) ?? [];
  const { components } = e.record.energy;
  const own = Object.keys(components).find((one) => one.toLowerCase() === name.toLowerCase());
  const component = own === undefined ? undefined : components[own];
  if (own !== undefined && component !== undefined) {
    return componentNode(e, { name: own, component }, part.toLowerCase() as ComponentPart);
  }
  return name.toLowerCase() === 'gpu' ? allGpus(e, part.toLowerCase() as ComponentPart) : undefined;
}

/** All GPUs together. */
function allGpus(e: Evidence, part: ComponentPart): Derivation | undefined {
  const gpus = Object.entries(e.record.energy.components).filter(([name]) => name.startsWith('gpu:'));
  const nodes = gpus.map(([name, component]) => componentNode(e, { name, component }, part));
  const [first] = nodes;
  if (first === undefined || nodes.length === 1 || part === 'share') return first;
  const total = written(sum(gpus.map(([, component]) => fromWritten(component[part]))), 'J');
  return recorded(`gpu.${part}`, 'all GPUs', total, {
    formula: nodes.map(({ label }) => label).join(' + '),
    from: nodes,
  });
}

function stageOf(e: Evidence, text: string): Derivation | undefined {
  const [, rest = ''] = /^(?:energy\.)?stages?\.(.+)$/i.exec(text) ?? [];
  // Names of stages are free: one may end like a part of it.
  const [, name = '', part = ''] = /^(.+)\.(attributed|active|self)$/i.exec(rest) ?? [];
  const stages = new Map(Object.entries(e.record.energy.stages));
  const [whole, other] = [stages.get(rest), stages.get(name)];
  if (whole !== undefined) return stageNode(e, rest, whole, 'attributed');
  return other === undefined ? undefined : stageNode(e, name, other, part.toLowerCase() as WindowPart);
}

function epochOf(e: Evidence, text: string): Derivation | undefined {
  const [, number, part = 'attributed'] =
    /^(?:energy\.)?epochs?\.(\d+)(?:\.(attributed|active))?$/i.exec(text) ?? [];
  const epoch = e.record.energy.epochs.find(({ n }) => n === Number(number));
  return epoch === undefined
    ? undefined
    : epochNode(e, epoch, part.toLowerCase() === 'active' ? 'active' : 'attributed');
}

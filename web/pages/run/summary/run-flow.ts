import type { RunRecord, WindowRecord } from '../../../../src/book/run-record.ts';
import { componentRole } from '../../../../src/report/chart/palette.ts';
import type { WrittenEstimate } from '../../../../src/units/estimate.ts';
import type { FlowLink, FlowNode } from '../../../charts/sankey/layout.ts';

/** Where the joules of a run went. */
export interface RunFlow {
  readonly nodes: readonly FlowNode[];
  readonly links: readonly FlowLink[];
  /** Names of what is not in it because only bounds of it are known, or nothing. */
  readonly unknown: readonly string[];
}

const MOST_STAGES = 7;
const MOST_COMPONENTS = 7;
/** Less than this part of the whole is a matter of rounding. */
const ROUNDING = 1e-6;

/**
 * From the grid through the building's overhead and the components to the run, on to its stages, and what of them was above idle. Meters do not say which component
 * worked for which stage, so the flows meet in the run. Stages inside others are counted once: each by what stands in none within it.
 */
export function runFlow({ energy }: Pick<RunRecord, 'energy'>): RunFlow {
  const nodes: FlowNode[] = [];
  const links: FlowLink[] = [];
  const unknown: string[] = [];
  const node = (id: string, name: string, role: FlowNode['role'], column: number): void => {
    if (!nodes.some((one) => one.id === id)) nodes.push({ id, name, role, column });
  };
  const wall = energy.wall.attributed.value ?? 0;
  const overhead = Math.max(0, (energy.facility.attributed.value ?? wall) - wall);
  node('grid', 'Grid', 'other', 0);
  const parts = componentParts(energy.components, unknown);
  for (const { name, value } of parts) {
    node(`c ${name}`, name, componentRole(name), 1);
    links.push({ from: 'grid', to: `c ${name}`, value }, { from: `c ${name}`, to: 'run', value });
  }
  if (overhead > wall * ROUNDING) {
    node('overhead', 'Building (PUE)', 'overhead', 1);
    links.push({ from: 'grid', to: 'overhead', value: overhead });
  }
  node('run', 'At the wall', 'other', 2);
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const stages = stageParts(energy.stages, total, unknown);
  for (const [i, { name, value, active }] of stages.entries()) {
    node(`s ${i}`, name, 'other', 3);
    links.push({ from: 'run', to: `s ${i}`, value });
    if (active !== undefined) through(links, `s ${i}`, value, active);
  }
  const active = energy.wall.active.value;
  if (stages.length === 0 && active !== null) through(links, 'run', total, active);
  if (links.some(({ to }) => to === 'active'))
    node('active', 'Above idle', 'other', stages.length > 0 ? 4 : 3);
  if (links.some(({ to }) => to === 'idle'))
    node('idle', 'Idle power, held', 'idle', stages.length > 0 ? 4 : 3);
  return { nodes, links, unknown };
}

function through(links: FlowLink[], from: string, value: number, active: number): void {
  const above = Math.min(Math.max(active, 0), value);
  if (above > 0) links.push({ from, to: 'active', value: above });
  if (value - above > value * ROUNDING) links.push({ from, to: 'idle', value: value - above });
}

interface Part {
  readonly name: string;
  readonly value: number;
  /** Undefined where it is not known. */
  readonly active?: number | undefined;
}

function componentParts(components: RunRecord['energy']['components'], unknown: string[]): readonly Part[] {
  const all = Object.entries(components).flatMap(([name, { attributed }]): readonly Part[] => {
    if (attributed.value === null) unknown.push(name);
    return attributed.value === null || attributed.value <= 0 ? [] : [{ name, value: attributed.value }];
  });
  if (all.length <= MOST_COMPONENTS) return all;
  const gpus = all.filter(({ name }) => name.startsWith('gpu'));
  const together = {
    name: `gpu (${gpus.length} devices)`,
    value: gpus.reduce((sum, { value }) => sum + value, 0),
  };
  return [...all.filter(({ name }) => !name.startsWith('gpu')), ...(gpus.length > 0 ? [together] : [])];
}

function stageParts(
  stages: Readonly<Record<string, WindowRecord>>,
  total: number,
  unknown: string[],
): readonly Part[] {
  const all = Object.entries(stages).flatMap(([name, stage]): readonly Part[] => {
    const { value } = stage.self;
    if (value === null) unknown.push(`stage ${name}`);
    return value === null || value <= 0 ? [] : [{ name, value, active: activeOf(stage, value) }];
  });
  if (all.length === 0) return [];
  const largest = all.toSorted((a, b) => b.value - a.value).slice(0, MOST_STAGES);
  const shown = all.filter((part) => largest.includes(part));
  const others = all.filter((part) => !largest.includes(part));
  const rest = total - all.reduce((sum, { value }) => sum + value, 0);
  return [
    ...shown,
    ...(others.length === 0 ? [] : [joined(`${others.length} more stages`, others)]),
    ...(rest > total * 0.001 ? [{ name: 'outside stages', value: rest }] : []),
  ];
}

function joined(name: string, parts: readonly Part[]): Part {
  const isKnown = parts.every(({ active }) => active !== undefined);
  return {
    name,
    value: parts.reduce((sum, { value }) => sum + value, 0),
    active: isKnown ? parts.reduce((sum, { active = 0 }) => sum + active, 0) : undefined,
  };
}

/** What of a stage's own part was above idle: as in the whole stage, of which alone it is known. */
function activeOf({ attributed, active }: WindowRecord, self: number): number | undefined {
  const ratio = ratioOf(active, attributed);
  return ratio === undefined ? undefined : self * ratio;
}

function ratioOf(part: WrittenEstimate, whole: WrittenEstimate): number | undefined {
  return part.value === null || whole.value === null || whole.value <= 0
    ? undefined
    : part.value / whole.value;
}

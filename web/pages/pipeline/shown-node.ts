import { collapsed, type Dag } from '../../../src/pipeline/draw/dag.ts';
import { sum } from '../../../src/units/arithmetic.ts';
import { fromWritten, type WrittenEstimate, written } from '../../../src/units/estimate.ts';
import { type CacheState, cacheState } from './cache-state.ts';
import type { NodeCard, NodeState } from './pipeline-data.ts';

/** A node of the drawing: one stage or data source, or a foreach or matrix group as one. */
export interface ShownNode {
  readonly name: string;
  readonly members: readonly NodeCard[];
  readonly states: readonly CacheState[];
  /** J at the wall, g CO2e; null where no member was measured. */
  readonly energy: WrittenEstimate | null;
  readonly carbon: WrittenEstimate | null;
  /** Members of which nobody measured what they took; data sources take nothing. */
  readonly unmeasured: number;
  /** Part of the whole pipeline's known energy, 0 to 1. */
  readonly share: number | null;
  /** Of the longest member, for they may run at once, s. */
  readonly durationS: number | null;
}

/** What is drawn. */
export interface ShownGraph {
  readonly dag: Dag;
  readonly nodes: ReadonlyMap<string, ShownNode>;
  /** Bytes that go from one node to another; null where dvc.lock does not say. Key: both names with a line feed between them. */
  readonly bytes: ReadonlyMap<string, number | null>;
  /** Of all that was measured, J. */
  readonly energy: WrittenEstimate | null;
  readonly carbon: WrittenEstimate | null;
  readonly unmeasured: number;
}

/** Puts together what is drawn from what the server tells. */
export function shownGraph(
  cards: readonly NodeCard[],
  states: readonly NodeState[] | undefined,
  isGrouped: boolean,
): ShownGraph {
  const whole: Dag = new Map(cards.map(({ name, needs }) => [name, needs.map((need) => need.name)]));
  const dag = isGrouped ? collapsed(whole) : whole;
  const nameOf = (name: string): string => (dag.has(name) ? name : name.slice(0, name.indexOf('@')));
  const members = new Map<string, NodeCard[]>([...dag.keys()].map((name) => [name, []]));
  const bytes = new Map<string, number | null>();
  for (const card of cards) {
    members.get(nameOf(card.name))?.push(card);
    for (const need of card.needs) {
      const key = lineKey(nameOf(need.name), nameOf(card.name));
      const before = bytes.get(key);
      bytes.set(key, need.bytes === null ? (before ?? null) : (before ?? 0) + need.bytes);
    }
  }
  const stateOf = new Map((states ?? []).map((state) => [state.name, state]));
  const energy = totalOf(cards, (record) => record.energy.wall, 'J');
  const nodes = new Map(
    [...members].map(([name, own]): [string, ShownNode] => {
      const spent = totalOf(own, (record) => record.energy.wall, 'J');
      const times = own.flatMap(({ record }) => (record === null ? [] : [record.durationS]));
      return [
        name,
        {
          name,
          members: own,
          states: own.map((card) => cacheState(card, stateOf.get(card.name))),
          energy: spent,
          carbon: totalOf(own, (record) => record.carbon, 'g'),
          unmeasured: unmeasuredIn(own),
          share: partOf(spent?.value, energy?.value),
          durationS: times.length === 0 ? null : Math.max(...times),
        },
      ];
    }),
  );
  const carbon = totalOf(cards, (record) => record.carbon, 'g');
  return { dag, nodes, bytes, energy, carbon, unmeasured: unmeasuredIn(cards) };
}

/** Under what the bytes of a line are kept. */
export function lineKey(from: string, to: string): string {
  return `${from}\n${to}`;
}

/** Errors that the members share do not cancel in the sum. */
function totalOf(
  cards: readonly NodeCard[],
  of: (record: NonNullable<NodeCard['record']>) => WrittenEstimate,
  unit: string,
): WrittenEstimate | null {
  const known = cards.flatMap(({ record }) => (record === null ? [] : [of(record)]));
  const [only] = known;
  if (only === undefined) return null;
  return known.length === 1 ? only : written(sum(known.map(fromWritten)), unit);
}

function unmeasuredIn(cards: readonly NodeCard[]): number {
  return cards.filter(({ kind, record }) => kind === 'stage' && record === null).length;
}

function partOf(value: number | null | undefined, whole: number | null | undefined): number | null {
  return typeof value === 'number' && typeof whole === 'number' && whole > 0 ? value / whole : null;
}

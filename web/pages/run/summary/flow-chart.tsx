import type { RunRecord } from '../../../../src/book/run-record.ts';
import { printEnergy } from '../../../../src/units/format.ts';
import { ChartFrame } from '../../../charts/chart-frame.tsx';
import { layOut, type PlacedNode } from '../../../charts/sankey/layout.ts';
import { Sankey } from '../../../charts/sankey/sankey.tsx';
import { shareText } from '../../../../src/units/format-share.ts';
import { wh } from '../../../parts/wh.ts';
import { runFlow } from './run-flow.ts';

const HEIGHT = 320;
const LEAST_WIDTH = 640;

/** Where the joules went, from the grid to what was above idle. */
export function FlowChart({ run }: { readonly run: RunRecord }) {
  const flow = runFlow(run);
  const all = flow.links.filter(({ from }) => from === 'grid').reduce((sum, { value }) => sum + value, 0);
  if (all <= 0) return null;
  const placed = layOut(flow.nodes, flow.links, { width: 1000, height: HEIGHT });
  const nameOf = (id: string): string => flow.nodes.find((node) => node.id === id)?.name ?? id;
  const said = ({ name, value }: Pick<PlacedNode, 'name' | 'value'>): string =>
    `${name}: ${printEnergy(value)}, ${shareText(value / all)}`;
  const largest = placed.nodes.filter(({ column }) => column === 1).toSorted((a, b) => b.value - a.value)[0];
  const idle = placed.nodes.find(({ id }) => id === 'idle');
  return (
    <ChartFrame
      id="flow"
      title="Where the joules went"
      sentence={[
        largest === undefined
          ? ''
          : `The largest part of ${printEnergy(all)}, ${shareText(largest.value / all)}, went to ${largest.name}.`,
        idle === undefined ? '' : `Idle power that the run held was ${shareText(idle.value / all)}.`,
      ].join(' ')}
      unit="Wh, attributed; bands are as thick as their energy"
      source={[...new Set(Object.values(run.energy.components).map(({ method }) => method))].join(', ')}
      {...(flow.unknown.length === 0
        ? {}
        : { note: `Not in it, for only bounds are known: ${flow.unknown.join(', ')}` })}
      table={() => ({
        columns: [
          { title: 'From' },
          { title: 'To' },
          { title: 'Energy', isNumber: true },
          { title: 'Part of all', isNumber: true },
        ],
        rows: flow.links.map(({ from, to, value }) => [
          nameOf(from),
          nameOf(to),
          printEnergy(value),
          shareText(value / all),
        ]),
      })}
      data={{
        columns: ['from', 'to', 'energy_wh'],
        rows: () => flow.links.map(({ from, to, value }) => [nameOf(from), nameOf(to), wh(value)]),
      }}
      series={[
        {
          name: 'places',
          count: placed.nodes.length,
          point: (n) => {
            const node = placed.nodes[n];
            if (node === undefined) return { text: '' };
            return { text: said(node), at: [node.x / 1000, (node.y + 18) / (HEIGHT + 18)] };
          },
        },
      ]}
    >
      {({ width, cursor, point }) => {
        const wide = Math.max(width, LEAST_WIDTH);
        return (
          <div
            class="scroll"
            {...(wide > width
              ? { tabIndex: 0, role: 'region', 'aria-label': 'The flow, wider than the window' }
              : {})}
          >
            <Sankey
              flow={layOut(flow.nodes, flow.links, { width: wide, height: HEIGHT })}
              width={wide}
              height={HEIGHT}
              text={({ name, value }) => `${name} ${printEnergy(value)}`}
              marked={cursor?.point}
              onPoint={(n) => point(n === undefined ? undefined : { series: 0, point: n })}
            />
          </div>
        );
      }}
    </ChartFrame>
  );
}

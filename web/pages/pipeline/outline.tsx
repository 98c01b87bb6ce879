import { carbonWithBand, energyWithBand } from '../../../src/units/format.ts';
import { printDuration } from '../../../src/units/format-duration.ts';
import { postOrder } from '../../../src/pipeline/graph/post-order.ts';
import { shareText } from '../../../src/units/format-share.ts';
import { stateText } from './node-shape.tsx';
import type { ShownGraph } from './shown-node.ts';

/** The pipeline as text: every stage behind what it needs. */
export function Outline({
  graph,
  isCarbon,
  path,
  onChoose,
}: {
  readonly graph: ShownGraph;
  readonly isCarbon: boolean;
  readonly path: readonly string[];
  readonly onChoose: (name: string) => void;
}) {
  const names = postOrder(graph.dag.keys(), (name) => graph.dag.get(name) ?? []);
  return (
    <section class="outline">
      <h2>In the order of work</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label="Stages in the order of work">
        <table>
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th scope="col">State</th>
              <th scope="col" class="number">
                {isCarbon ? 'CO₂e' : 'Energy'}
              </th>
              <th scope="col" class="number">
                Share
              </th>
              <th scope="col" class="number">
                Time
              </th>
              <th scope="col">Needs</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => {
              const node = graph.nodes.get(name);
              if (node === undefined) return null;
              const amount = isCarbon
                ? node.carbon && carbonWithBand(node.carbon)
                : node.energy && energyWithBand(node.energy);
              return (
                <tr key={name}>
                  <th scope="row">
                    <button type="button" class="link" onClick={() => onChoose(name)}>
                      <bdi>{name}</bdi>
                    </button>
                    {path.includes(name) && <span class="muted"> · critical</span>}
                  </th>
                  <td>{stateText(node)}</td>
                  <td class="number">{amount ?? '—'}</td>
                  <td class="number">{node.share === null ? '—' : shareText(node.share)}</td>
                  <td class="number">{printDuration(node.durationS)}</td>
                  <td>
                    <bdi>{graph.dag.get(name)?.join(', ')}</bdi>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

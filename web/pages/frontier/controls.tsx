import type { ChosenMetric } from '../../../src/report/statement/chosen-metric.ts';
import { setView } from '../../state/location.ts';
import type { CostKey } from '../../../src/report/frontier/cost-axis.ts';
import { chooseCost, chooseMetric, type FrontierView } from './frontier-view.ts';

const COSTS: readonly (readonly [key: CostKey, name: string])[] = [
  ['energy', 'Energy'],
  ['co2', 'Carbon'],
  ['cost', 'Cost'],
  ['time', 'Time'],
];
const FIELDS = ['project', 'kind', 'state', 'host', 'gpu', 'grade', 'zone'];

/** Names that are offered, at most: nobody reads thousands. */
const MOST_NAMES = 300;

/** What is set against what: the metric and its direction, the cost, the scale, what is coloured by, whether seeds stand together. */
export function Controls({
  metric,
  counts,
  params,
  now,
}: {
  readonly metric: ChosenMetric;
  /** Of how many of the runs each metric is known. */
  readonly counts: ReadonlyMap<string, number>;
  readonly params: readonly { readonly name: string; readonly runs: number }[];
  readonly now: FrontierView;
}) {
  const metrics = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_NAMES);
  const isListed = metrics.some(([name]) => name === metric.name);
  return (
    <div class="row controls">
      <label>
        Quality{' '}
        <select value={metric.name} onChange={(event) => chooseMetric(event.currentTarget.value)}>
          {!isListed && <option value={metric.name}>{metric.name}</option>}
          {metrics.map(([name, runs]) => (
            <option key={name} value={name}>
              {short(name)} ({runs})
            </option>
          ))}
        </select>
      </label>
      <label>
        Better is{' '}
        <select
          value={metric.goal}
          onChange={(event) =>
            chooseMetric(`${metric.name}:${event.currentTarget.value === 'minimize' ? 'min' : 'max'}`)
          }
        >
          <option value="maximize">more</option>
          <option value="minimize">less</option>
        </select>
      </label>
      <label>
        Against{' '}
        <select value={now.cost} onChange={(event) => chooseCost(event.currentTarget.value as CostKey)}>
          {COSTS.map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Colour and shape{' '}
        <select value={now.group ?? ''} onChange={(event) => setView({ g: event.currentTarget.value })}>
          <option value="">none</option>
          {FIELDS.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          {params.map(({ name, runs }) => (
            <option key={name} value={`param.${name}`}>
              {short(name)} ({runs})
            </option>
          ))}
        </select>
      </label>
      <label>
        Show{' '}
        <select
          value={now.together ? 'together' : 'each'}
          onChange={(event) =>
            setView({ seeds: event.currentTarget.value === 'together' ? 'together' : undefined })
          }
        >
          <option value="each">each run</option>
          <option value="together">seeds together</option>
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={now.isLog}
          onChange={(event) => setView({ log: event.currentTarget.checked ? undefined : '0', z: undefined })}
        />
        Logarithmic
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={now.withUnfinished}
          onChange={(event) => setView({ unfinished: event.currentTarget.checked ? '1' : undefined })}
        />
        Unfinished runs too
      </label>
    </div>
  );
}

function short(name: string): string {
  return name.length > 48 ? `${name.slice(0, 47)}…` : name;
}

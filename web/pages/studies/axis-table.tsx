import { canLog } from '../../charts/parallel/axis.ts';
import type { TrialView } from './use-trial-view.ts';

/** All that can be done to the axes by pointer, as a table of controls. */
export function AxisTable({ shown }: { readonly shown: TrialView }) {
  const { axes, brush, settingOf, onMove, onSet, onBrush } = shown;
  return (
    <details class="axis-table">
      <summary>Axes and ranges</summary>
      {/* A region that scrolls must be reached by keyboard. */}
      <div class="scroll" tabIndex={0} role="region" aria-label="Axes and ranges">
        <table>
          <thead>
            <tr>
              <th scope="col">Axis</th>
              <th scope="col">Move</th>
              <th scope="col">Logarithmic</th>
              <th scope="col">Upside down</th>
              <th scope="col">Range</th>
            </tr>
          </thead>
          <tbody>
            {axes.map((axis, place) => {
              const { key, label, choices } = axis;
              const { isLog, isFlipped } = settingOf(key);
              const range = brush.get(key);
              const ends = {
                low: range?.low ?? Number.NEGATIVE_INFINITY,
                high: range?.high ?? Number.POSITIVE_INFINITY,
              };
              const set = (end: 'low' | 'high', text: string): void => {
                const value = text === '' ? undefined : Number(text);
                const next = {
                  ...ends,
                  [end]: value ?? (end === 'low' ? -Number.MAX_VALUE : Number.MAX_VALUE),
                };
                const low = Math.max(next.low, -Number.MAX_VALUE);
                const high = Math.min(next.high, Number.MAX_VALUE);
                const isFree = low === -Number.MAX_VALUE && high === Number.MAX_VALUE;
                onBrush(key, isFree ? undefined : { low, high }, 'commit');
              };
              return (
                <tr key={key}>
                  <th scope="row">
                    <bdi>{label}</bdi>
                  </th>
                  <td>
                    <button
                      type="button"
                      aria-label={`Move ${label} to the left`}
                      disabled={place === 0}
                      onClick={() => onMove(key, place - 1)}
                    >
                      ←
                    </button>{' '}
                    <button
                      type="button"
                      aria-label={`Move ${label} to the right`}
                      disabled={place === axes.length - 1}
                      onClick={() => onMove(key, place + 1)}
                    >
                      →
                    </button>
                  </td>
                  <td>
                    {canLog(axis) && (
                      <input
                        type="checkbox"
                        aria-label={`${label} logarithmic`}
                        checked={isLog}
                        onChange={() => onSet(key, 'log')}
                      />
                    )}
                  </td>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`${label} upside down`}
                      checked={isFlipped}
                      onChange={() => onSet(key, 'flip')}
                    />
                  </td>
                  <td>
                    {choices === undefined ? (
                      <span class="row">
                        <End label={`${label} from`} value={range?.low} onSet={(text) => set('low', text)} />
                        –
                        <End label={`${label} to`} value={range?.high} onSet={(text) => set('high', text)} />
                        {key === 'energy' && <span class="muted">J</span>}
                      </span>
                    ) : (
                      <select
                        aria-label={`${label} is`}
                        value={range === undefined ? '' : String(Math.ceil(range.low))}
                        onChange={(event) => {
                          const { value } = event.currentTarget;
                          const at = Number(value);
                          onBrush(
                            key,
                            value === '' ? undefined : { low: at - 0.5, high: at + 0.5 },
                            'commit',
                          );
                        }}
                      >
                        <option value="">any</option>
                        {choices.map((choice, i) => (
                          <option key={i} value={String(i)}>
                            {choice}
                          </option>
                        ))}
                      </select>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function End({
  label,
  value,
  onSet,
}: {
  readonly label: string;
  readonly value: number | undefined;
  readonly onSet: (text: string) => void;
}) {
  const isFree = value === undefined || Math.abs(value) > 1e300;
  return (
    <input
      type="number"
      step="any"
      aria-label={label}
      value={isFree ? '' : String(value)}
      onChange={(event) => onSet(event.currentTarget.value)}
    />
  );
}

import { useState } from 'preact/hooks';
import { thousands } from '../../parts/count-text.ts';
import { setView } from '../../state/location.ts';
import type { RunTable } from '../../state/runs/run-table.ts';
import { knownNames, wantNames } from '../../state/runs.ts';
import { moved } from './chosen-columns.ts';
import { columnOf, FIELD_KEYS } from './run-columns.ts';

/** As many names as one reads; the rest is found by typing. */
const MOST = 40;

/** Chooses columns. Names of metrics and parameters are asked for when it is opened, their values when they are chosen. */
export function ColumnChooser({
  table,
  chosen,
  onChoose,
}: {
  readonly table: RunTable;
  readonly chosen: readonly string[];
  readonly onChoose: (keys: readonly string[]) => void;
}) {
  const [typed, setTyped] = useState('');
  const names = knownNames.value;
  const all = [
    ...FIELD_KEYS,
    ...(names?.metrics ?? []).map((name) => `metric.${name}`),
    ...(names?.params ?? []).map((name) => `param.${name}`),
  ];
  const wanted = typed.trim().toLowerCase();
  const found = all.filter(
    (key) => !chosen.includes(key) && `${key} ${columnOf(key)?.title ?? ''}`.toLowerCase().includes(wanted),
  );
  const move = (key: string, by: number): void => {
    onChoose(moved(chosen, key, chosen.indexOf(key) + by));
  };
  return (
    <details
      class="chooser"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) wantNames();
      }}
    >
      <summary>Columns</summary>
      <div class="menu">
        <ul aria-label="Shown">
          {chosen.map((key) => (
            <li key={key}>
              <label>
                <input
                  type="checkbox"
                  checked
                  onChange={() => onChoose(chosen.filter((one) => one !== key))}
                />{' '}
                <KeyName name={key} />
              </label>
              <button
                type="button"
                class="quiet"
                aria-label={`${key.slice(0, 60)} to the left`}
                onClick={() => move(key, -1)}
              >
                ←
              </button>
              <button
                type="button"
                class="quiet"
                aria-label={`${key.slice(0, 60)} to the right`}
                onClick={() => move(key, 1)}
              >
                →
              </button>
            </li>
          ))}
        </ul>
        <label>
          Add{' '}
          <input
            type="search"
            value={typed}
            placeholder={`${thousands(table.list.paramCount)} parameters, metrics, fields`}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        </label>
        <ul aria-label="To add">
          {found.slice(0, MOST).map((key) => (
            <li key={key}>
              <label>
                <input type="checkbox" checked={false} onChange={() => onChoose([...chosen, key])} />{' '}
                <KeyName name={key} />
              </label>
            </li>
          ))}
        </ul>
        {found.length > MOST && (
          <p class="muted">{thousands(found.length - MOST)} more: type a part of the name.</p>
        )}
        <button type="button" onClick={() => setView({ c: undefined, all: undefined })}>
          As at first
        </button>
      </div>
    </details>
  );
}

/** A column as the filter names it, and as the table heads it where that is not the same. */
function KeyName({ name }: { readonly name: string }) {
  const title = columnOf(name)?.title;
  return (
    <>
      <bdi>{name.slice(0, 60)}</bdi>
      {title !== undefined && title !== name && !/^(metric|param)\./.test(name) && (
        <span class="muted"> {title}</span>
      )}
    </>
  );
}

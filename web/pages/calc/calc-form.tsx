import { useState } from 'preact/hooks';
import { setView, view } from '../../state/location.ts';
import { useLatest } from '../../state/use-latest.ts';
import { type Field, MAIN_FIELDS, MORE_FIELDS } from './fields.ts';

const REST_MS = 150;

/** The form. What is typed stands in the address at once. */
export function CalcForm() {
  const hasMore = MORE_FIELDS.some(({ key }) => view(key) !== undefined);
  return (
    <form class="calc-form" onSubmit={(event) => event.preventDefault()} aria-label="Job">
      <div class="fields">
        {MAIN_FIELDS.map((field) => (
          <FieldInput key={field.key} field={field} />
        ))}
      </div>
      <details open={hasMore}>
        <summary>More of what is known</summary>
        <div class="fields">
          {MORE_FIELDS.map((field) => (
            <FieldInput key={field.key} field={field} />
          ))}
        </div>
      </details>
    </form>
  );
}

function FieldInput({ field }: { readonly field: Field }) {
  const { key, label, hint, names, choices } = field;
  const [isUsed, setUsed] = useState(false);
  const value = view(key) ?? '';
  const set = (next: string): void => setView({ [key]: next }, 'adjust');
  const id = `calc-${key}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {choices === undefined ? (
        <input
          id={id}
          value={value}
          autocomplete="off"
          spellcheck={false}
          aria-describedby={`${id}-hint`}
          list={names === undefined ? undefined : `${id}-names`}
          onFocus={() => setUsed(true)}
          onInput={(event) => set(event.currentTarget.value)}
        />
      ) : (
        <select
          id={id}
          value={value}
          aria-describedby={`${id}-hint`}
          onChange={(event) => set(event.currentTarget.value)}
        >
          <option value="">—</option>
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      )}
      <small id={`${id}-hint`}>{hint}</small>
      {names !== undefined && isUsed && <Suggestions id={`${id}-names`} kind={names} text={value} />}
    </div>
  );
}

/** Names that fit what was typed; the browser offers them. */
function Suggestions({
  id,
  kind,
  text,
}: {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
}) {
  // A count before the name is not part of it.
  const count = /^\s*\d+\s*[x×]\s*/i.exec(text)?.[0] ?? '';
  const search = text.slice(count.length);
  const { answer } = useLatest<{
    readonly names: readonly { readonly name: string; readonly about: string }[];
  }>(`/calc/names?kind=${kind}&search=${encodeURIComponent(search)}`, REST_MS);
  return (
    <datalist id={id}>
      {answer?.data.names.map(({ name, about }) => (
        <option key={name} value={`${count}${name}`} label={about} />
      ))}
    </datalist>
  );
}

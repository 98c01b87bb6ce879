import { useState } from 'preact/hooks';
import { setView } from '../../state/location.ts';

/** Adds a run to those that are compared: by id, by name, or as `@last`, `@prev`, `@best`. */
export function ChooseRuns({ ids }: { readonly ids: readonly string[] }) {
  const [text, setText] = useState('');
  const add = (ref: string): void => {
    const word = ref.trim();
    if (word === '' || ids.includes(word)) return;
    setView({ ids: [...ids, word].join(',') });
    setText('');
  };
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        add(text);
      }}
    >
      <label>
        Add a run{' '}
        <input
          type="text"
          value={text}
          placeholder="name or id"
          onInput={({ currentTarget: { value } }) => setText(value)}
        />
      </label>
      <button type="submit">Add</button>
      {['@last', '@prev', '@best'].map((ref) => (
        <button key={ref} type="button" class="quiet" onClick={() => add(ref)}>
          {ref}
        </button>
      ))}
    </form>
  );
}

import { useState } from 'preact/hooks';
import { shortText } from '../../../parts/short-text.ts';

const FIRST_ROWS = 60;

/** Names and values; of thousands the first, until all are wanted, and those whose name holds what is searched for. */
export function PairTable({
  title,
  pairs,
  none,
  heads,
}: {
  readonly title: string;
  readonly pairs: readonly (readonly string[])[];
  readonly none: string;
  readonly heads?: readonly string[];
}) {
  const [most, setMost] = useState(FIRST_ROWS);
  const [text, setText] = useState('');
  const found =
    text === '' ? pairs : pairs.filter(([name = '']) => name.toLowerCase().includes(text.toLowerCase()));
  const shown = found.slice(0, most);
  return (
    <section>
      {title !== '' && <h2>{title}</h2>}
      {pairs.length === 0 ? (
        <p class="muted">{none}</p>
      ) : (
        <>
          {pairs.length > FIRST_ROWS && (
            <p class="row">
              <label>
                Search{' '}
                <input
                  type="search"
                  value={text}
                  onInput={({ currentTarget: { value } }) => setText(value)}
                />
              </label>
            </p>
          )}
          <div class="scroll pairs" tabIndex={0} role="region" aria-label={title || heads?.[0] || 'Values'}>
            <table>
              <thead>
                <tr>
                  {(heads ?? ['Name', 'Value']).map((head) => (
                    <th key={head} scope="col" dir="auto">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.map(([name = '', ...values]) => (
                  <tr key={name}>
                    <th scope="row" dir="auto">
                      <span class="cut">{shortText(name)}</span>
                    </th>
                    {values.map((value, v) => (
                      <td key={v} dir="auto">
                        <span class="cut">{shortText(value)}</span>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {shown.length < found.length && (
            <p>
              {shown.length} of {found.length}.{' '}
              <button type="button" onClick={() => setMost((n) => n * 8)}>
                Show more
              </button>
            </p>
          )}
          {found.length === 0 && <p>None is named “{text}”.</p>}
        </>
      )}
    </section>
  );
}

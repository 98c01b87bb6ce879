import { useState } from 'preact/hooks';
import type { Recommendation } from '../../../src/report/waste/recommend.ts';
import { AdviceText } from '../../parts/advice-text.tsx';
import { dateText } from '../../parts/date-text.ts';
import { TroubleView } from '../../parts/trouble-view.tsx';
import { ask, type Trouble, Unanswered } from '../../state/ask.ts';
import type { WasteData } from './waste-data.ts';

/** Up to five things to do, and those that were set aside. */
export function Advice({ data, again }: { readonly data: WasteData; readonly again: () => void }) {
  const [trouble, setTrouble] = useState<Trouble>();
  const { recommendations, dismissed } = data;
  const send = async (body: object): Promise<void> => {
    try {
      await ask('/waste/dismissed', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      setTrouble(undefined);
      again();
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      setTrouble(error.trouble);
    }
  };
  if (recommendations.length + dismissed.length === 0) return null;
  return (
    <section aria-labelledby="advice">
      <h2 id="advice">What would have saved most</h2>
      {trouble !== undefined && <TroubleView trouble={trouble} />}
      {recommendations.length === 0 && <p class="muted">All is set aside.</p>}
      <ol class="advice">
        {recommendations.map((one) => (
          <li key={one.key}>
            <AdviceText advice={one} />
            <SetAside advice={one} send={send} />
          </li>
        ))}
      </ol>
      {dismissed.length > 0 && (
        <details>
          <summary>{dismissed.length} set aside</summary>
          <ul class="advice">
            {dismissed.map((one) => (
              <li key={one.key}>
                <bdi>{one.project}</bdi>: <bdi>{one.action}</bdi>{' '}
                <span class="muted">
                  {one.dismissedAt !== null && dateText(one.dismissedAt)}
                  {one.reason !== '' && (
                    <>
                      , <bdi>{one.reason}</bdi>
                    </>
                  )}
                </span>{' '}
                <button type="button" onClick={() => void send({ key: one.key, restore: true })}>
                  Show again
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function SetAside({
  advice,
  send,
}: {
  readonly advice: Recommendation;
  readonly send: (body: object) => Promise<void>;
}) {
  const [reason, setReason] = useState('');
  return (
    <details class="aside">
      <summary>Set aside</summary>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          void send({ key: advice.key, reason });
        }}
      >
        <label>
          Why, if you like{' '}
          <input value={reason} maxLength={300} onInput={(event) => setReason(event.currentTarget.value)} />
        </label>
        <button type="submit">Do not show again</button>
      </form>
    </details>
  );
}

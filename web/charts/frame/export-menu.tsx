import { useRef, useState } from 'preact/hooks';
import { VERSION } from '../../../src/host/version.ts';
import { api } from '../../state/base.ts';
import { wholeFilter } from '../../state/whole-filter.ts';
import type { CompleteData } from './chart-data.ts';
import { csvOf, jsonOf } from './data-file.ts';
import { type Drawn, standalone } from './drawing-file.ts';
import { fileNameOf, pngOf, save } from './save.ts';

const SCALES = [1, 2, 3];

/** Saves a chart: as a drawing, as a picture, and its complete data. */
export function ExportMenu({
  title,
  sentence,
  unit,
  source,
  data,
  draw,
}: {
  readonly title: string;
  readonly sentence: string;
  readonly unit: string;
  readonly source: string;
  readonly data: CompleteData;
  readonly draw: () => Drawn | undefined;
}) {
  const menu = useRef<HTMLDetailsElement>(null);
  const [{ text, isFault }, say] = useState({ text: '', isFault: false });
  const name = fileNameOf(title);
  const filter = wholeFilter.value === '' ? undefined : wholeFilter.value;
  const date = new Date().toISOString().slice(0, 10);
  const about = { title, unit, source, ...(filter === undefined ? {} : { filter }), date };
  const drawn = (): Drawn => {
    const plain = draw();
    if (plain === undefined) throw new Error('there is no drawing to save');
    return standalone(plain, { ...about, sentence, version: VERSION });
  };
  const doing = (what: string, action: () => void | Promise<void>) => async (): Promise<void> => {
    try {
      await action();
      say({ text: `${what} saved`, isFault: false });
    } catch (error) {
      // The browser shows what it saves itself, but nobody shows what it did not save.
      say({
        text: `${what} not saved: ${error instanceof Error ? error.message : String(error)}`,
        isFault: true,
      });
    }
    close();
  };
  const close = (): void => {
    menu.current?.removeAttribute('open');
    menu.current?.querySelector('summary')?.focus();
  };
  const item = (label: string, action: () => void | Promise<void>) => {
    const act = doing(label, action);
    return (
      <button key={label} type="button" class="quiet" onClick={() => void act()}>
        {label}
      </button>
    );
  };
  return (
    <>
      <details
        class="export"
        ref={menu}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || menu.current?.open !== true) return;
          event.stopPropagation();
          close();
        }}
        onFocusOut={(event) => {
          if (!menu.current?.contains(event.relatedTarget as Node | null))
            menu.current?.removeAttribute('open');
        }}
      >
        <summary aria-label={`Export ${title}`} title="Export (e)">
          Export
        </summary>
        <div class="menu">
          {item('SVG', () => save(`${name}.svg`, drawn().svg, 'image/svg+xml'))}
          {SCALES.map((scale) =>
            item(`PNG ${scale}×`, async () =>
              save(`${name}@${scale}x.png`, await pngOf(drawn(), scale), 'image/png'),
            ),
          )}
          {'csv' in data ? (
            <>
              <a href={api(data.csv)} download={`${name}.csv`}>
                CSV, complete
              </a>
              {data.json !== undefined && (
                <a href={api(data.json)} download={`${name}.json`}>
                  JSON, complete
                </a>
              )}
            </>
          ) : (
            <>
              {item('CSV, complete', () =>
                save(`${name}.csv`, csvOf(data.columns, data.rows()), 'text/csv;charset=utf-8'),
              )}
              {item('JSON, complete', () =>
                save(`${name}.json`, jsonOf(data.columns, data.rows(), about), 'application/json'),
              )}
            </>
          )}
        </div>
      </details>
      <span role="status" class={isFault ? '' : 'unseen'}>
        {text}
      </span>
    </>
  );
}

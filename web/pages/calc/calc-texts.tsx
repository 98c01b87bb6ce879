import { CopyButton } from '../../parts/copy-button.tsx';
import { useLatest } from '../../state/use-latest.ts';
import type { TextsData } from './calc-data.ts';

const REST_MS = 600;

/** The estimate as a text to paste. */
export function CalcTexts({ words, command }: { readonly words: string; readonly command: string }) {
  const { answer } = useLatest<TextsData>(`/calc/texts?${words}`, REST_MS);
  const texts = answer?.data;
  return (
    <section>
      <h2>To paste</h2>
      <p class="row">
        <CopyButton label="Copy the command" text={command} />
        {texts !== undefined && (
          <>
            <CopyButton label="Copy LaTeX" text={texts.latex} />
            <CopyButton label="Copy BibTeX" text={texts.bibtex} />
            <CopyButton label="Copy Markdown" text={texts.markdown} />
            {texts.modelCard !== null && <CopyButton label="Copy model card" text={texts.modelCard} />}
          </>
        )}
      </p>
      <pre tabIndex={0} aria-label="Command">
        {command}
      </pre>
      {texts !== undefined && (
        <details>
          <summary>Show the paragraph</summary>
          <pre tabIndex={0} aria-label="LaTeX">
            {texts.latex}
          </pre>
        </details>
      )}
    </section>
  );
}

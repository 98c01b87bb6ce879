import '../../styles/calc.css';
import { shellWord } from '../../parts/shell-word.ts';
import { TroubleView } from '../../parts/trouble-view.tsx';
import { Warnings } from '../../parts/warnings.tsx';
import { linkTo, url } from '../../state/location.ts';
import { useLatest } from '../../state/use-latest.ts';
import type { CalcData } from './calc-data.ts';
import { CalcForm } from './calc-form.tsx';
import { CalcResult } from './calc-result.tsx';
import { CalcTexts } from './calc-texts.tsx';
import { commandWords, formWords, lackOf } from './fields.ts';

const REST_MS = 250;
const EXAMPLES = [
  { gpu: '8xH100', hours: '72', region: 'FR' },
  { gpu: 'rtx 4090', hours: '12', region: 'DE' },
  { gpu: 'a100', 'accelerator-hours': '1.7M', region: 'US' },
] as const;

/** What the examples are, in words. */
const EXAMPLE_WORDS: Readonly<Record<(typeof EXAMPLES)[number]['gpu'], string>> = {
  '8xH100': 'Eight H100 for three days in France',
  'rtx 4090': 'One RTX 4090 for twelve hours in Germany',
  a100: '1.7 million A100 hours in the United States',
};

/** What a job would take, without measuring. */
export function Page() {
  const words = formWords(url.value.searchParams);
  const lack = words === '' ? undefined : lackOf(words);
  const { answer, trouble, isLate } = useLatest<CalcData>(
    words === '' || lack !== undefined ? undefined : `/calc?${words}`,
    REST_MS,
  );
  const command = ['joulebook calc', ...commandWords(words).map(shellWord)].join(' ');
  return (
    <>
      <h1>Calculator</h1>
      <div class="calc">
        <CalcForm />
        <div class="calc-result" aria-busy={isLate}>
          {lack !== undefined && <p>{lack}</p>}
          {words === '' || lack !== undefined ? (
            <Examples />
          ) : (
            <>
              {trouble !== undefined && !isLate && <TroubleView trouble={trouble} />}
              {trouble !== undefined && answer !== undefined && (
                <p class="stale">Below is the last form that could be computed.</p>
              )}
              {answer !== undefined && (
                <>
                  <Warnings warnings={answer.warnings} />
                  <CalcResult data={answer.data} />
                </>
              )}
              {trouble === undefined && answer !== undefined && <CalcTexts words={words} command={command} />}
            </>
          )}
        </div>
      </div>
    </>
  );
}

function Examples() {
  return (
    <section>
      <p>
        Say what ran and for how long. Nothing is measured here: what is not said is modelled, with an
        interval, and listed under <em>Assumed</em>.
      </p>
      <h2>Examples</h2>
      <ul>
        {EXAMPLES.map((example) => (
          <li key={example.gpu}>
            <a href={linkTo('/calc', example)}>{EXAMPLE_WORDS[example.gpu]}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

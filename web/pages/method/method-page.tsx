import '../../styles/method.css';
import type { GradeMeaning, Meter, Word } from '../../../src/report/method/glossary.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { WithCode } from '../../parts/with-code.tsx';
import { linkTo, url } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { MethodTable } from './method-table.tsx';

interface MethodData {
  readonly version: string;
  readonly grades: readonly GradeMeaning[];
  readonly meters: readonly Meter[];
  readonly words: readonly Word[];
  readonly sources: readonly {
    readonly folder: string;
    readonly tables: readonly {
      readonly file: string;
      readonly origin: string;
      readonly year: string;
      readonly licence: string;
      readonly madeBy: string;
    }[];
  }[];
  readonly equivalences: {
    readonly id: string;
    readonly rows: readonly {
      readonly id: string;
      readonly basis: string;
      readonly value: number;
      readonly low: number;
      readonly high: number;
      readonly unit: string;
      readonly one: string;
      readonly year: number;
      readonly source: string;
      readonly sourceUrl?: string;
      readonly licence: string;
    }[];
  };
}

/** How figures are come by, what the words mean, and where every constant is from. */
export function Page() {
  const asked = useAnswer<MethodData>('/method');
  return (
    <div class="method">
      <h1>Method &amp; data</h1>
      <p>
        Every number is an estimate with an interval, a method and a source.{' '}
        <code>joulebook why energy RUN</code> prints the chain behind one. Pages are named as they stand in
        the documentation, below <code>docs/</code>.
      </p>
      <nav aria-label="On this page" class="row">
        {[
          ['grades', 'Grades'],
          ['meters', 'Meters'],
          ['words', 'Words'],
          ['tables', 'Tables'],
          ['equivalences', 'Equivalences'],
        ].map(([id, name]) => (
          <a key={id} href={`${url.value.pathname}${url.value.search}#${id}`}>
            {name}
          </a>
        ))}
        <a href={linkTo('/import')}>Import</a>
      </nav>
      <Loaded asked={asked} what="Loading words and tables">
        {({ version, grades, meters, words, sources, equivalences }) => (
          <>
            <h2 id="grades">Grades</h2>
            <MethodTable
              label="Grades"
              columns={['Grade', 'Name', 'Meaning']}
              rows={grades.map(({ grade, name, meaning }) => [grade, name, meaning])}
            />
            <h2 id="meters">Ways of measuring</h2>
            <MethodTable
              label="Ways of measuring"
              columns={['Meter', 'Sees', 'Grade', 'Page']}
              rows={meters.map(({ name, sees, grade, page }) => [
                name,
                sees,
                grade,
                <code key="page">{page}.md</code>,
              ])}
            />
            <p>
              <code>joulebook doctor</code> tells which of them this machine has, and what keeps the others
              from being read.
            </p>
            <h2 id="words">Words</h2>
            <dl>
              {words.map(({ word, meaning, page }) => (
                <div key={word}>
                  <dt>{word}</dt>
                  <dd>
                    {meaning}
                    {page !== undefined && (
                      <>
                        {' '}
                        <code>{page}.md</code>
                      </>
                    )}
                  </dd>
                </div>
              ))}
            </dl>
            <h2 id="tables">Tables</h2>
            <p>
              Shipped with joulebook {version}; your own tables of hardware and zones go before them. “Judged”
              marks figures that are ours.
            </p>
            {sources.map(({ folder, tables }) => (
              <section key={folder}>
                <h3>{folder}</h3>
                <MethodTable
                  label={`Tables of ${folder}`}
                  columns={['File', 'Origin', 'Figures of', 'Licence', 'Made by']}
                  rows={tables.map(({ file, origin, year, licence, madeBy }) =>
                    [file, origin, year, licence, madeBy].map((text, n) => <WithCode key={n} text={text} />),
                  )}
                />
              </section>
            ))}
            <h2 id="equivalences">Equivalences</h2>
            <p>
              At most one stands beside a figure, and only where nothing of your own can. No trees, no
              offsets. Version <code>{equivalences.id}</code>.
            </p>
            <MethodTable
              label="Equivalences"
              columns={['What', 'Takes', 'Between', 'Year', 'Source', 'Licence']}
              rows={equivalences.rows.map(({ one, value, low, high, unit, year, source, licence }) => [
                one,
                `${value} ${unit}`,
                `${low}–${high}`,
                String(year),
                source,
                licence,
              ])}
            />
          </>
        )}
      </Loaded>
    </div>
  );
}

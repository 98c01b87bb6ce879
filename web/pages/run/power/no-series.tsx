import type { RunRecord } from '../../../../src/book/run-record.ts';

/** A run of which no power over time is kept: why, and what could be done. */
export function NoSeries({ run }: { readonly run: RunRecord }) {
  const isImported = run.kind === 'imported';
  return (
    <section class="empty">
      <h2>No power over time</h2>
      <p>
        {isImported
          ? 'This run was imported: its file has the energy, and no samples.'
          : run.state === 'running'
            ? 'The first sample is on its way.'
            : 'The run ended before a sample was taken.'}
      </p>
      <p>
        {isImported
          ? 'Its energy, carbon and metrics are on the other tabs. A run that is measured with joulebook run has its power here.'
          : 'The energy that was counted is on Summary. A shorter interval takes more samples: '}
        {!isImported && <code>joulebook run --interval 0.1 -- COMMAND</code>}
      </p>
    </section>
  );
}

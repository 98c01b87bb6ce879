import { missing, printEnergy } from '../../../src/units/format.ts';
import { printDuration } from '../../../src/units/format-duration.ts';
import { linkTo } from '../../state/location.ts';
import type { RunningRun } from '../../../src/report/overview/overview.ts';

/** Runs that are alive. */
export function RunningNow({ running }: { readonly running: readonly RunningRun[] }) {
  return (
    <section class="panel">
      <h2>
        <a href={linkTo('/live')}>Running now</a>
      </h2>
      {running.length === 0 ? (
        <p class="muted">Nothing is measured at this moment.</p>
      ) : (
        <ul class="plain">
          {running.map(({ id, name, project, startedMs, energyJ }) => (
            <li key={id}>
              <a href={linkTo(`/runs/${id}`)}>
                <bdi>{name.slice(0, 60)}</bdi>
              </a>{' '}
              <bdi class="muted">{project.slice(0, 40)}</bdi> ·{' '}
              {startedMs === null ? missing() : printDuration((Date.now() - startedMs) / 1000)} ·{' '}
              {energyJ === null ? missing() : printEnergy(energyJ)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

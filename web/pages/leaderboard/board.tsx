import { constraintsText } from '../../../src/report/leaderboard/constraints-text.ts';
import { classText } from '../../../src/report/leaderboard/task.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { view } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useLast } from '../../state/use-last.ts';
import { useSettled } from '../../state/use-settled.ts';
import { type BoardData, reachOf } from './board-data.ts';
import { ClassView } from './class-view.tsx';
import { Demands } from './demands.tsx';
import { demandWords } from './demand-words.ts';

/** Asked so often while a slider is moved, ms. */
const SETTLE_MS = 150;

/** One leaderboard: what is asked for, then a chart and a table for each hardware, then who has no rank and why. */
export function Board({ folder }: { readonly folder: string }) {
  const whole = useAnswer<BoardData>(`/leaderboard/show?task=${encodeURIComponent(folder)}`);
  const base = whole.answer?.data;
  const words = demandWords(base?.task, {
    energy: view('e'),
    metric: view('m'),
    seeds: view('n'),
    hardware: view('hw'),
  });
  const settled = useSettled(words.toString(), SETTLE_MS);
  const asked = useAnswer<BoardData>(
    settled === '' ? undefined : `/leaderboard/show?task=${encodeURIComponent(folder)}&${settled}`,
  );
  const chosen = useLast(asked);
  return (
    <Loaded asked={whole} what="Loading the leaderboard">
      {(all) => {
        const reach = reachOf(all);
        const data = settled === '' ? all : (chosen?.data ?? all);
        return (
          <>
            <About board={all} />
            {reach === undefined ? (
              <NoEntries folder={folder} />
            ) : (
              <>
                <Demands board={all} reach={reach} />
                {settled !== '' && asked.trouble !== undefined && (
                  <Loaded asked={asked} what="Ranking">
                    {() => null}
                  </Loaded>
                )}
                {data.classes.length === 0 && (
                  <section class="empty">
                    <h2>No entry has a rank</h2>
                    <p>
                      None meets what is asked for; why stands below. Move the sliders back, or clear them.
                    </p>
                  </section>
                )}
                {data.classes.map((one, i) => (
                  <ClassView key={one.hardware} one={one} task={data.task} folder={folder} n={i} />
                ))}
                <Unplaced unplaced={data.unplaced} />
              </>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function About({ board: { task, constraints } }: { readonly board: BoardData }) {
  const asked = constraintsText(task, constraints);
  return (
    <>
      <h2>
        <bdi>{task.name}</bdi>
      </h2>
      {task.description !== undefined && (
        <p>
          <bdi>{task.description}</bdi>
        </p>
      )}
      <p class="muted">
        <bdi>{task.metric}</bdi>, {task.goal === 'maximize' ? 'more' : 'less'} is better · at least{' '}
        {task.minSeeds === 1 ? '1 seed' : `${task.minSeeds} seeds`}
        {task.hardware !== undefined && ` · ${classText(task.hardware)}`}
        {asked !== '' && ` · ${asked}`}. Ranks by energy and by quality stand side by side; a rank is 1 and
        how many are better beyond the error, so entries that are not told apart share it.
      </p>
    </>
  );
}

function NoEntries({ folder }: { readonly folder: string }) {
  return (
    <section class="empty">
      <h2>No entries yet</h2>
      <p>
        <code>joulebook leaderboard add FILTER --task {folder} --by NAME</code> enters runs of the book: one
        configuration over its seeds.
      </p>
    </section>
  );
}

function Unplaced({ unplaced }: { readonly unplaced: BoardData['unplaced'] }) {
  if (unplaced.length === 0) return null;
  return (
    <details open={unplaced.length < 6}>
      <summary>
        {unplaced.length === 1 ? '1 entry without a rank' : `${unplaced.length} entries without a rank`}
      </summary>
      <ul>
        {unplaced.map(({ name, by, why }) => (
          <li key={name}>
            <bdi>{name}</bdi> by <bdi>{by}</bdi>: <bdi>{why}</bdi>
          </li>
        ))}
      </ul>
    </details>
  );
}

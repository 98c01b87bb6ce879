import '../../styles/leaderboard.css';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { shellLine } from '../../parts/shell-line.ts';
import { setView, view } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Board } from './board.tsx';
import type { TaskList } from './board-data.ts';

/** Quality against energy for a task, people and groups beside each other. */
export function Page() {
  const asked = useAnswer<TaskList>('/leaderboard');
  return (
    <>
      <h1>Leaderboard</h1>
      <Loaded asked={asked} what="Looking for leaderboards">
        {(list) => <Tasks list={list} />}
      </Loaded>
    </>
  );
}

function Tasks({ list: { tasks, cwd } }: { readonly list: TaskList }) {
  const wanted = view('task');
  const task = tasks.find(({ folder }) => folder === wanted) ?? tasks[0];
  if (task === undefined) return <HowToBegin cwd={cwd} />;
  return (
    <>
      {tasks.length > 1 && (
        <label>
          Task{' '}
          <select
            value={task.folder}
            onChange={(event) =>
              setView({
                task: event.currentTarget.value,
                e: undefined,
                m: undefined,
                n: undefined,
                hw: undefined,
              })
            }
          >
            {tasks.map(({ folder, name }) => (
              <option key={folder} value={folder}>
                {name} ({folder})
              </option>
            ))}
          </select>
        </label>
      )}
      {wanted !== undefined && wanted !== task.folder && (
        <p class="muted">
          There is no leaderboard <bdi>{wanted}</bdi> here; this is <bdi>{task.folder}</bdi>.
        </p>
      )}
      <Board key={task.folder} folder={task.folder} />
    </>
  );
}

const BEGIN = [
  ['joulebook', 'leaderboard', 'init', 'TASK', '--metric', 'accuracy'],
  ['joulebook', 'leaderboard', 'add', 'FILTER', '--task', 'TASK', '--by', 'NAME'],
  ['joulebook', 'leaderboard', 'verify', 'TASK'],
];

function HowToBegin({ cwd }: { readonly cwd: string }) {
  return (
    <section class="empty">
      <h2>There is no leaderboard here yet</h2>
      <p>
        One is a folder with <code>leaderboard.yaml</code>; none is in or below <bdi>{cwd}</bdi>. Entries are
        files, so a repository and pull requests are all that a group needs.
      </p>
      <ol class="first-commands">
        {BEGIN.map((words) => {
          const line = shellLine(words);
          return (
            <li key={line}>
              <code>{line}</code>
              <CopyButton text={line} />
            </li>
          );
        })}
      </ol>
    </section>
  );
}

import { CopyButton } from '../../parts/copy-button.tsx';
import { linkTo } from '../../state/location.ts';

const COMMANDS = [
  ['joulebook run -- python train.py', 'measures a command from its start'],
  ['joulebook monitor --pid PID', 'measures a process that runs already'],
  ['joulebook top', 'shows this machine’s watts in the terminal'],
] as const;

/** Nothing runs: how something would. */
export function NoLiveRuns() {
  return (
    <section class="no-live no-runs">
      <h2>Nothing is being measured in this book now</h2>
      <p>A run appears here within seconds after it begins, without a reload.</p>
      <ul class="first-commands">
        {COMMANDS.map(([command, does]) => (
          <li key={command}>
            <code>{command}</code> <CopyButton text={command} />
            <span class="muted">{does}</span>
          </li>
        ))}
      </ul>
      <p>
        <a href={linkTo('/')}>Overview</a>
      </p>
    </section>
  );
}

import { TerminalLine } from '../parts/terminal-line.tsx';
import { path, view } from '../state/location.ts';
import { sample } from '../state/sample.ts';
import { wholeFilter } from '../state/whole-filter.ts';
import { pageCommand } from './page-command.ts';

/** The command that says the same as the page, where the page itself has none. */
export function CommandLine() {
  const { runs = 0, others = 0 } = sample.value ?? {};
  const isBeside =
    runs > 0 && others > 0 && !/(^|\s)(project|tag|id|root|parent|name)\s*[:=]/i.test(wholeFilter.value);
  const command = pageCommand({
    path: path.value,
    filter: wholeFilter.value,
    leavesSample: isBeside,
    view,
  });
  return command === undefined ? null : <TerminalLine command={command} />;
}

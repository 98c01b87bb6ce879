import { addressOf } from '../../pipeline/graph/address.ts';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import type { Foreseen } from '../../pipeline/repro/foreseen.ts';
import { commandLines } from '../../pipeline/repro/stage-command.ts';

/** What `repro --dry` says on stdout of the workspace as it lies, in DVC's words. */
export function dryLines(nodes: readonly Foreseen[], from: RepoPath): readonly string[] {
  const lines: string[] = [];
  let isAfterWork = false;
  for (const { node, isStale, outlook } of nodes) {
    if (isAfterWork) lines.push('');
    isAfterWork = isStale;
    const address = addressOf(node, from);
    if (!isStale)
      lines.push(
        node.kind === 'stage'
          ? `Stage '${address}' didn't change, skipping`
          : `'${address}' didn't change, skipping`,
      );
    else if (node.kind === 'data' || node.frozen) continue;
    else if (outlook === 'restore')
      lines.push(`Stage '${address}' is cached - skipping run, checking out outputs`);
    else lines.push(`Running stage '${address}':`, ...commandLines(node).map((line) => `> ${line}`));
  }
  return lines;
}

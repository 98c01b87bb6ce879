import { relative } from 'node:path';
import { problem } from '../../../errors.ts';
import type { DataSource, RepoPath } from '../../../pipeline/model/stage.ts';
import { openRemote } from '../../../pipeline/remote/open-remote.io.ts';
import { sendData } from '../../../pipeline/remote/transfer/send-data.io.ts';
import type { Workbench } from '../../../pipeline/repro/workbench.io.ts';
import { writeDataFile } from '../../../pipeline/track/write-data-file.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { CliContext } from '../../context.ts';
import { endOnInterrupt } from './end-on-interrupt.io.ts';
import { TransferProgress } from './transfer-progress.ts';

/** Data that are tracked where they are to lie, and lie elsewhere. */
export interface FromElsewhere {
  readonly source: DataSource;
  readonly at: RepoPath;
  /** Absolute path of the data. */
  readonly elsewhere: string;
}

/** Sends data to a remote and writes the .dvc file that speaks of them; neither the cache nor the workspace takes them in. */
export async function addToRemote(
  context: CliContext,
  { host, project, contents }: Workbench,
  { source, at, elsewhere }: FromElsewhere,
  options: { readonly remote?: string | undefined; readonly remoteJobs?: number | undefined },
): Promise<Result<readonly RepoPath[]>> {
  const [out] = source.outs;
  if (out?.at !== at)
    return err(
      problem(
        'E_PIPELINE',
        `cannot send '${at}' alone: it lies in '${out?.at ?? source.file}', which is tracked as a whole`,
        undefined,
        'add the whole, and push it',
      ),
    );
  const opened = await openRemote(host, project.config, options.remote?.toLowerCase(), options.remoteJobs);
  if (!opened.ok) return opened;
  const { store: remote, jobs } = opened.value;
  const watch = new TransferProgress(context, 'Sending');
  const interrupt = endOnInterrupt(context);
  try {
    const inside = relative(project.root, elsewhere);
    const place = inside.startsWith('..') ? elsewhere : inside;
    const found = contents.hash(place);
    if (!found.ok) return found;
    if (found.value === undefined) return err(problem('E_PIPELINE', `'${elsewhere}' does not exist`));
    const sent = await sendData({ contents, remote, jobs, watch, root: project.root }, place, found.value);
    if (!sent.ok) return sent;
    const [failed] = sent.value;
    if (failed !== undefined) return err(failed);
    const { isexec: _, ...known } = found.value;
    const failure = writeDataFile(project.root, { ...source, outs: [{ ...out, known }] });
    return failure === undefined ? ok([source.file]) : err(failure);
  } finally {
    watch.clear();
    interrupt.off();
    await remote.close();
  }
}

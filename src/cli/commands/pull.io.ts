import type { Problem } from '../../errors.ts';
import { relativePath } from '../../pipeline/graph/address.ts';
import { isFolder } from '../../pipeline/model/hashed.ts';
import { checkoutRoots } from '../../pipeline/remote/transfer/checkout-roots.io.ts';
import type { CliContext } from '../context.ts';
import {
  EXIT_NOT_CARRIED,
  failed,
  notCarried,
  summary,
  type Transfer,
  transfer,
} from '../pipeline/remote/transfer.io.ts';
import { transferInput } from '../pipeline/remote/transfer-input.ts';
import type { PULL } from '../spec/remote-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof PULL>;

/** `joulebook pull`: fetches, and puts what came in place. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const done = await transfer(context, transferInput(input, 'fetch'), 'fetch', async (fetched) =>
    putInPlace(context, fetched, input),
  );
  if (done.ok) return done.value;
  context.fail(failed(done.error, 'pull'));
  return EXIT_NOT_CARRIED;
}

function putInPlace(context: CliContext, { opened, cargo, carried }: Transfer, { options }: Input): number {
  const { workspace, project } = opened.bench;
  const { added, modified, files, failures } = checkoutRoots(workspace, cargo.roots, options.force);
  const all = [...carried.failures, ...failures];
  const isMeant = ({ code }: Problem): boolean =>
    options.allowMissing && (code === 'E_CACHE' || code === 'E_REMOTE');
  const failed = all.filter((failure) => !isMeant(failure));
  if (context.json && failed.length === 0)
    return context.succeed({ fetched: carried.count, energyRecords: carried.records, added, modified });
  if (!context.json && !context.quiet) {
    const folders = new Set(cargo.roots.flatMap(({ at, hashed }) => (isFolder(hashed) ? [at] : [])));
    const tell = (mark: string, path: string): void =>
      context.out(`${mark}\t${relativePath(project.from, path)}${folders.has(path) ? '/' : ''}\n`);
    for (const path of modified) tell('M', path);
    for (const path of added) tell('A', path);
    const counts = [
      ['fetched', carried.count],
      ['added', files.added],
      ['modified', files.modified],
    ] as const;
    if (failed.length === 0 || counts.some(([, count]) => count > 0)) context.out(`${summary(counts)}\n`);
  }
  return notCarried(context, failed, 'pull');
}

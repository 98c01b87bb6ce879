import { problem } from '../../errors.ts';
import { relativePath } from '../../pipeline/graph/address.ts';
import { chosenBy } from '../../pipeline/track/chosen.ts';
import { checkoutChosen, type OutDone } from '../../pipeline/track/checkout-chosen.io.ts';
import { err, ok } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { aloneFor } from '../pipeline/alone-for.ts';
import { inProject } from '../pipeline/in-project.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { CHECKOUT } from '../spec/track-specs.ts';

type Input = InputOf<typeof CHECKOUT>;

/** `joulebook checkout`: puts what dvc.lock and .dvc files speak of in place, from the cache. */
export async function run(context: CliContext, { options, arguments: { targets } }: Input): Promise<number> {
  return inProject(
    context,
    'uncaught',
    ({ bench, graph }) => {
      const { from } = bench.project;
      const chosen = chosenBy(graph, targets, { from, ...options });
      if (!chosen.ok) return chosen;
      const outcome = checkoutChosen(bench, chosen.value, options);
      if (!outcome.ok) return outcome;
      const { done, failed } = outcome.value;
      if (!context.json && !context.quiet)
        context.out(options.summary ? summaryOf(done) : changesOf(done, from));
      if (failed.size > 0 && !options.allowMissing)
        return err(
          problem(
            'E_CACHE',
            `Checkout failed for following targets:\n${[...failed.keys()].map((at) => relativePath(from, at)).join('\n')}`,
            [...failed.values()][0]?.why ?? 'dvc.lock does not say what they held',
            'Is your cache up to date? `joulebook pull` fetches what it lacks',
          ),
        );
      if (context.json) context.succeed({ changes: done });
      else if (options.relink && !context.quiet) context.out('Relinked successfully\n');
      return ok(0);
    },
    aloneFor(targets, options),
  );
}

function changesOf(done: readonly OutDone[], from: string): string {
  const shown = (wanted: OutDone['how'], letter: string): string =>
    done
      .filter(({ how }) => how === wanted)
      .map(({ at, isFolder }) => `${relativePath(from, at)}${isFolder ? '/' : ''}`)
      .sort((a, b) => Number(!a.endsWith('/')) - Number(!b.endsWith('/')) || (a < b ? -1 : 1))
      .map((path) => `${letter}       ${path}\n`)
      .join('');
  return shown('modified', 'M') + shown('added', 'A');
}

function summaryOf(done: readonly OutDone[]): string {
  const parts = (['modified', 'added', 'deleted'] as const).flatMap((key) => {
    const count = done.reduce((sum, one) => sum + one[key], 0);
    return count === 0 ? [] : [`${count} file${count > 1 ? 's' : ''} ${key}`];
  });
  if (parts.length === 0) return 'No changes.\n';
  return `${parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : parts[0]}\n`;
}

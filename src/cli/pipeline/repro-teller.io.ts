import { readFileSync, rmSync } from 'node:fs';
import { addressOf, relativePath } from '../../pipeline/graph/address.ts';
import type { Node, RepoPath } from '../../pipeline/model/stage.ts';
import type { ReproEvent, Tell } from '../../pipeline/repro/repro-event.ts';
import type { CliContext } from '../context.ts';
import { printOptions } from '../views/look.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { printEnergy } from '../../units/format.ts';
import { renderProblem } from '../output/render-problem.ts';

/** Tells on stdout how a repro goes on, in DVC's words; what a stage took stands behind them on stderr. */
export function reproTeller(context: CliContext, from: RepoPath): Tell {
  const say = (line: string): void => {
    if (!context.quiet && !context.json) context.out(`${line}\n`);
  };
  const address = (node: Node): string => addressOf(node, from);
  return (event: ReproEvent): void => {
    switch (event.k) {
      case 'unchanged': {
        const { node } = event;
        say(
          `${node.kind === 'stage' ? `Stage '${node.name}'` : `'${address(node)}'`} didn't change, skipping`,
        );
        return;
      }
      case 'verifying': {
        const { node } = event;
        const what = node.kind === 'stage' ? 'outputs in frozen stage' : 'data sources in stage';
        say(`Verifying ${what}: '${address(node)}'`);
        return;
      }
      case 'restoring':
        say(`Stage '${address(event.stage)}' is cached - skipping run, checking out outputs`);
        return;
      case 'running':
        say(`Running stage '${address(event.stage)}':`);
        return;
      case 'output':
        show(context, event);
        return;
      case 'lock':
        say(`${event.isNew ? 'Generating' : 'Updating'} lock file '${relativePath(from, event.file)}'`);
        return;
      case 'ended': {
        const { fate, record } = event;
        if (fate === 'ran' && record !== undefined && !context.quiet)
          context.err(`  ${printEnergy(record.energy.wall, printOptions(lookOf(context, {})))}\n`);
        return;
      }
      case 'failed':
        context.err(
          renderProblem(
            { ...event.why, what: `failed to reproduce '${address(event.node)}': ${event.why.what}` },
            { style: context.errStyle, width: context.columns },
          ),
        );
        return;
      case 'skipped':
        say(`Stage '${address(event.node)}' is skipped: it needs '${address(event.failed)}', which failed`);
        return;
      case 'warning':
        context.warn(event.warning);
    }
  };
}

function show(context: CliContext, { stdout, stderr }: Extract<ReproEvent, { readonly k: 'output' }>): void {
  const written = readFileSync(stdout, 'utf8');
  const errors = readFileSync(stderr, 'utf8');
  rmSync(stdout);
  rmSync(stderr);
  if (!context.json) context.out(written);
  context.err(errors);
}

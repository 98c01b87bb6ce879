import { readFileSync, rmSync } from 'node:fs';
import { addressOf, relativePath } from '../../pipeline/graph/address.ts';
import type { Node, RepoPath } from '../../pipeline/model/stage.ts';
import type { ReproEvent, Tell } from '../../pipeline/repro/repro-event.ts';
import type { CliContext } from '../context.ts';
import { printOptions } from '../views/look.ts';
import { tellFrozen } from './tell-frozen.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { printEnergy } from '../../units/format.ts';
import { renderProblem } from '../output/render-problem.ts';

/**
 * Tells on stdout how a repro goes on, in DVC's words; what a stage took stands behind them on stderr. What a stage says that runs beside others is
 * told as a whole when it has ended.
 */
export function reproTeller(context: CliContext, from: RepoPath): Tell {
  const say = (line: string): void => {
    if (!context.quiet && !context.json) context.out(`${line}\n`);
  };
  const address = (node: Node): string => addressOf(node, from);
  let isAfterWork = false;
  /** As DVC does: an empty line before whatever follows a stage that was done. */
  const begin = (line: string): void => {
    if (isAfterWork) say('');
    isAfterWork = false;
    say(line);
  };
  return (event: ReproEvent): void => {
    switch (event.k) {
      case 'unchanged': {
        const { node } = event;
        const what = node.kind === 'stage' ? `Stage '${address(node)}'` : `'${address(node)}'`;
        begin(`${what} didn't change, skipping`);
        return;
      }
      case 'frozen':
        tellFrozen(context, address(event.stage), 'reproduced');
        return;
      case 'verifying': {
        const { node } = event;
        begin(
          `Verifying ${node.frozen ? 'outputs in frozen stage' : 'data sources in stage'}: '${address(node)}'`,
        );
        isAfterWork = true;
        return;
      }
      case 'restoring':
        begin(`Stage '${address(event.stage)}' is cached - skipping run, checking out outputs`);
        isAfterWork = true;
        return;
      case 'running':
        if (event.isApart) return;
        begin(`Running stage '${address(event.stage)}':`);
        isAfterWork = true;
        if (event.told !== '') context.out(event.told);
        return;
      case 'output':
        begin(`Running stage '${address(event.stage)}':`);
        isAfterWork = true;
        show(context, event);
        return;
      case 'lock': {
        const file = relativePath(from, event.file);
        if (event.isNew) say(`Generating lock file '${file}'`);
        say(`Updating lock file '${file}'`);
        return;
      }
      case 'ended': {
        const { fate, record } = event;
        if (fate === 'ran' && record !== undefined && !context.quiet && !context.json)
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
        if (!context.quiet)
          context.err(
            `Stage '${address(event.node)}' is skipped: it needs '${address(event.failed)}', which failed\n`,
          );
        return;
      case 'recovered': {
        const paths = event.back.map((at) => relativePath(from, at)).join(', ');
        if (!context.quiet)
          context.err(
            `A repro was killed while it ran; what lay there before is in its place again: ${paths}\n`,
          );
        return;
      }
      case 'kept':
        context.err(
          `What '${relativePath(from, event.at)}' held before lies nowhere else and is kept in ${relativePath(from, event.where)}\n`,
        );
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

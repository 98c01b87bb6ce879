import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { type CheckedOut, checkout, unsavedFiles } from '../cache/checkout.io.ts';
import type { Hashed } from '../model/hashed.ts';
import type { Out, RepoPath } from '../model/stage.ts';
import type { Workbench } from '../repro/workbench.io.ts';
import type { Chosen } from './chosen.ts';
import { checkoutPart } from './checkout-part.io.ts';
import { statsAt } from '../content/stats-at.io.ts';

/** How a checkout of several is done. */
export interface CheckoutAll {
  /** Files that the cache does not hold may be lost. */
  readonly force: boolean;
  readonly relink: boolean;
}

/** What came of one output. */
export interface OutDone extends CheckedOut {
  readonly at: RepoPath;
  readonly isFolder: boolean;
}

/** What came of a checkout. */
export interface CheckoutOutcome {
  /** What changed. */
  readonly done: readonly OutDone[];
  /** Outputs of which the cache lacks something, and why. */
  readonly failed: ReadonlyMap<RepoPath, Problem>;
}

interface Wanted {
  readonly out: Out;
  readonly hashed: Hashed | undefined;
  readonly only: RepoPath;
}

/** Puts what was chosen in place. Nothing is touched where something would be lost. */
export function checkoutChosen(
  bench: Workbench,
  chosen: readonly Chosen[],
  { force, relink }: CheckoutAll,
): Result<CheckoutOutcome> {
  const { workspace, project } = bench;
  const wanted = wantedOf(bench, chosen);
  if (!wanted.ok) return wanted;
  if (!force) {
    const lost = wanted.value.flatMap(({ out, hashed, only }) =>
      hashed === undefined || only !== out.at ? [] : [...unsavedFiles(workspace, out.at, hashed)],
    );
    if (lost.length > 0) return err(wouldBeLost(lost));
  }
  const done: OutDone[] = [];
  const failed = new Map<RepoPath, Problem>();
  for (const { out, hashed, only } of wanted.value) {
    if (hashed === undefined) {
      failed.set(out.at, problem('E_CACHE', `No file hash info found for '${join(project.root, out.at)}'.`));
      continue;
    }
    const one =
      only === out.at
        ? checkout(workspace, out.at, hashed, { isRelinked: relink })
        : checkoutPart(bench, out, hashed, only);
    if (!one.ok) {
      if (one.error.code !== 'E_CACHE') return one;
      failed.set(only, one.error);
    } else if (one.value.how !== 'unchanged')
      done.push({ ...one.value, at: out.at, isFolder: isFolder(join(project.root, out.at)) });
  }
  return ok({ done, failed });
}

function wantedOf({ locks }: Workbench, chosen: readonly Chosen[]): Result<readonly Wanted[]> {
  const wanted: Wanted[] = [];
  for (const { node, only } of chosen) {
    const entry = node.kind === 'stage' ? locks.entry(node) : ok(undefined);
    if (!entry.ok) return entry;
    for (const out of node.outs) {
      const isAsked = only === undefined || only === out.at || only.startsWith(`${out.at}/`);
      if (!out.cache || out.at.startsWith('/') || out.at.includes('://') || !isAsked) continue;
      const hashed =
        node.kind === 'stage'
          ? entry.value?.outs?.find(({ path }) => path === out.path)
          : node.outs.find((one) => one === out)?.known;
      wanted.push({ out, hashed, only: only ?? out.at });
    }
  }
  return ok(wanted);
}

function isFolder(path: string): boolean {
  return statsAt(path)?.isDirectory() === true;
}

const SHOWN = 20;

function wouldBeLost(files: readonly string[]): Problem {
  const more = files.length > SHOWN ? `\n… and ${files.length - SHOWN} more` : '';
  return problem(
    'E_PIPELINE',
    `Can't remove the following unsaved files without confirmation. Use \`--force\` to force.\n${files.slice(0, SHOWN).join('\n')}${more}`,
    'the cache does not hold what is in them',
    'keep them (`joulebook commit`, `joulebook add`), or give them up with --force',
  );
}

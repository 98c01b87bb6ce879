/** Where the experiments of DVC and ours stand in git. */
export const EXPERIMENTS = 'refs/exps';
/** The experiment that was applied last. */
export const APPLIED = `${EXPERIMENTS}/exec/EXEC_APPLY`;
/** What `exp apply` found, to go back to. */
export const APPLY_STASH = `${EXPERIMENTS}/apply/stash`;
/** The commit that was checked out when `exp apply` came. */
export const APPLY_HEAD = `${EXPERIMENTS}/apply/ORIG_HEAD`;

/** A name for an experiment that was derived from a commit. */
export interface ExpName {
  /** Full hash of the commit. */
  readonly baseline: string;
  readonly name: string;
}

/** An experiment: a commit with a name. */
export interface Experiment extends ExpName {
  /** Full hash of its own commit. */
  readonly rev: string;
}

/** The full name in git: `refs/exps/ab/cdef…/name`. */
export function refOf({ baseline, name }: ExpName): string {
  return `${EXPERIMENTS}/${baseline.slice(0, 2)}/${baseline.slice(2)}/${name}`;
}

/** Reads a full name; undefined where it is none of an experiment: DVC keeps other things beside them. */
export function parseRef(ref: string): ExpName | undefined {
  const [, head, tail, name] =
    /^refs\/exps\/([0-9a-f]{2})\/([0-9a-f]{38}|[0-9a-f]{62})\/([^/]+)$/.exec(ref) ?? [];
  return head === undefined || tail === undefined || name === undefined
    ? undefined
    : { baseline: head + tail, name };
}

/** A hash as it is shown. */
export function shortRev(rev: string): string {
  return rev.slice(0, 7);
}

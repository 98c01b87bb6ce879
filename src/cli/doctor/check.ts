/** How a check came out: `note` is worth knowing, `warn` makes a measurement worse, `fail` is broken. */
export type CheckState = 'ok' | 'note' | 'warn' | 'fail';

/** What a check is about; the order in which they are shown. */
export const GROUPS = {
  chips: 'CPU and memory',
  gpus: 'GPUs',
  whole: 'Whole machine',
  run: 'A run here',
  place: 'Place',
  book: 'Book',
  system: 'System',
  settings: 'Settings',
} as const;

/** Key of a group of checks. */
export type CheckGroup = keyof typeof GROUPS;

/** One thing that was looked at. The id is stable: scripts may rely on it. */
export interface Check {
  readonly id: string;
  readonly group: CheckGroup;
  /** What it is about, in a word or two. */
  readonly label: string;
  readonly state: CheckState;
  /** What was found, in one line. */
  readonly what: string;
  readonly why?: string;
  /** What to do, as exactly as it can be said. */
  readonly fix?: string;
  /** Further lines for people. */
  readonly details?: readonly string[];
  /** Files or commands that were looked at. */
  readonly looked?: readonly string[];
}

/** Parts of a check that may be missing. */
export type CheckMore = {
  readonly [P in 'why' | 'fix' | 'details' | 'looked']?: Check[P] | undefined;
};

/**
 * Makes a check; empty parts are left out.
 *
 * @param id `<group or meter>.<thing>`
 */
export function check(
  id: string,
  about: readonly [group: CheckGroup, label: string],
  state: CheckState,
  what: string,
  more: CheckMore = {},
): Check {
  const { why, fix, details = [], looked } = more;
  return {
    id,
    group: about[0],
    label: about[1],
    state,
    what,
    ...(why === undefined ? {} : { why }),
    ...(fix === undefined ? {} : { fix }),
    ...(details.length === 0 ? {} : { details }),
    ...(looked === undefined ? {} : { looked }),
  };
}

const ORDER: readonly CheckState[] = ['ok', 'note', 'warn', 'fail'];

/** The worst state among checks; `ok` where there are none. */
export function worstOf(checks: readonly Check[]): CheckState {
  return checks.reduce<CheckState>(
    (worst, { state }) => (ORDER.indexOf(state) > ORDER.indexOf(worst) ? state : worst),
    'ok',
  );
}

/** Checks of the same id get numbers: the second ends in `.2`. */
export function withOwnIds(checks: readonly Check[]): readonly Check[] {
  const seen = new Map<string, number>();
  return checks.map((one) => {
    const n = (seen.get(one.id) ?? 0) + 1;
    seen.set(one.id, n);
    return n === 1 ? one : { ...one, id: `${one.id}.${n}` };
  });
}

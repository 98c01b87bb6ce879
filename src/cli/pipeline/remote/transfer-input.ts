import type { Direction } from '../../../pipeline/remote/transfer/cargo.ts';

/** What a transfer is about, as the command line says it. */
export interface CargoInput {
  readonly targets: readonly string[];
  readonly withDeps: boolean;
  readonly recursive: boolean;
  readonly glob: boolean;
  readonly allBranches: boolean;
  readonly allTags: boolean;
  readonly allCommits: boolean;
  readonly remote?: string;
  readonly isPush: boolean;
  /** Only outputs of these kinds. */
  readonly kinds?: readonly ('metric' | 'plot')[];
  /** Only outputs below this size, bytes. */
  readonly maxSize?: number;
}

/** A transfer as the command line says it. */
export interface TransferInput extends CargoInput {
  readonly jobs?: number;
  readonly withRunCache: boolean;
}

/** What `push`, `fetch` and `pull` have in common on their command lines. */
interface SharedInput {
  readonly arguments: { readonly targets: readonly string[] };
  readonly options: {
    readonly remote?: string | undefined;
    readonly jobs?: number | undefined;
    readonly withDeps: boolean;
    readonly recursive: boolean;
    readonly runCache: boolean;
    readonly allBranches: boolean;
    readonly allTags: boolean;
    readonly allCommits: boolean;
    readonly glob?: boolean;
  };
}

/** A transfer as the command line asks for it. */
export function transferInput(
  { options, arguments: { targets } }: SharedInput,
  direction: Direction,
): TransferInput {
  return {
    targets,
    withDeps: options.withDeps,
    recursive: options.recursive,
    glob: options.glob ?? false,
    allBranches: options.allBranches,
    allTags: options.allTags,
    allCommits: options.allCommits,
    withRunCache: options.runCache,
    isPush: direction === 'push',
    ...(options.remote === undefined ? {} : { remote: options.remote }),
    ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
  };
}

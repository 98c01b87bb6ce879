import type { Problem } from '../../errors.ts';
import type { StageRecord } from '../energy/stage-record.ts';
import type { StageFate } from '../energy/tally.ts';
import type { Node, RepoPath, Stage } from '../model/stage.ts';
import type { Changes } from '../status/changes.ts';

/** What a `repro` has to tell, in the order in which it happens. */
export type ReproEvent =
  | { readonly k: 'unchanged'; readonly node: Node }
  /** A data source, or a frozen stage, whose files are taken as they are. */
  | { readonly k: 'verifying'; readonly node: Node }
  /** A stage that is frozen is looked at. */
  | { readonly k: 'frozen'; readonly stage: Stage }
  | { readonly k: 'restoring'; readonly stage: Stage }
  /** Its commands begin; `told` is to be told before, to where they write. Apart: what they write is told when they have ended. */
  | {
      readonly k: 'running';
      readonly stage: Stage;
      readonly changes: Changes;
      readonly isApart: boolean;
      readonly told: string;
    }
  /** What a stage wrote while others ran too: files to be shown and removed. */
  | { readonly k: 'output'; readonly stage: Stage; readonly stdout: string; readonly stderr: string }
  | { readonly k: 'lock'; readonly file: RepoPath; readonly isNew: boolean }
  | { readonly k: 'ended'; readonly stage: Stage; readonly fate: StageFate; readonly record?: StageRecord }
  | { readonly k: 'failed'; readonly node: Node; readonly why: Problem }
  /** Not begun, since what it needs has failed. */
  | { readonly k: 'skipped'; readonly node: Node; readonly failed: Node }
  /** What a repro that was killed had put aside is in its place again. */
  | { readonly k: 'recovered'; readonly back: readonly RepoPath[] }
  /** What lay at a path before, was the only one of its kind and gave way to what a stage wrote before it failed. */
  | { readonly k: 'kept'; readonly at: RepoPath; readonly where: RepoPath }
  | { readonly k: 'warning'; readonly warning: Problem };

/** Takes what a repro tells. */
export type Tell = (event: ReproEvent) => void;

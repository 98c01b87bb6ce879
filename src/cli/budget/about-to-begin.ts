/** What is about to begin. */
export interface AboutToBegin {
  readonly book: string | undefined;
  readonly project: string;
  /** As it will stand in its record. */
  readonly command: readonly string[];
  /** It runs already, so nothing is refused. */
  readonly isRunning?: true;
}

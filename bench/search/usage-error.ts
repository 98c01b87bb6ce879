/** What was asked for cannot be done; the message says what there is. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

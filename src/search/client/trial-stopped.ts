/** To be thrown by a function that is tried, as one way to end its trial early. */
export class TrialStopped extends Error {
  override readonly name = 'TrialStopped';
}

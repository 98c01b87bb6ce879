import type { Host } from '../../host/host.ts';
import type { Reproduction } from '../../pipeline/repro/reproduction.io.ts';
import { forwardSignals } from '../../run/forward-signals.io.ts';
import { readLaunchState } from '../../run/launch-state.io.ts';

/** What ends a repro. */
const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

/** What is known of signals that came while stages ran. */
export interface Stopping {
  /** The first that was to end us. */
  readonly received: NodeJS.Signals | undefined;
  readonly end: () => void;
}

/** Passes signals on to the commands of the stages; after one that is to end us no further stage begins, and we end when those that run have. */
export function stopOnSignals(host: Host, reproduction: Reproduction): Stopping {
  let received: NodeJS.Signals | undefined;
  const forwarding = forwardSignals(readLaunchState(host.env).ignored, (name) => {
    if (!ENDING.includes(name)) return;
    received ??= name;
    reproduction.stop();
  });
  forwarding.to((signal) => reproduction.signal(signal));
  return {
    get received() {
      return received;
    },
    end: () => forwarding.stop(),
  };
}

import type { LiveHub, Listener } from './live-hub.ts';

/** Who has left so many messages unread is dropped: it comes back and asks for all. */
const MOST_UNREAD = 8;

/**
 * The live events as a body. It listens from when it is first read, so that a question for the headers alone leaves nothing behind.
 *
 * @param beforeJoin is called then.
 */
export function eventStream(hub: LiveHub, beforeJoin: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const unread: string[] = [];
  const state = { isClosed: false };
  let wanting: (() => void) | undefined;
  const wake = (): void => {
    const resume = wanting;
    wanting = undefined;
    resume?.();
  };
  const listener: Listener = {
    send: (text) => {
      unread.push(text);
      wake();
      return unread.length <= MOST_UNREAD;
    },
    close: () => {
      state.isClosed = true;
      unread.length = 0;
      wake();
    },
  };
  let hasJoined = false;
  return new ReadableStream(
    {
      pull: async (controller) => {
        if (!hasJoined) {
          hasJoined = true;
          beforeJoin();
          hub.join(listener);
        }
        // oxlint-disable-next-line no-unmodified-loop-condition -- the hub closes it while this waits
        while (unread.length === 0 && !state.isClosed)
          await new Promise<void>((resume) => (wanting = resume));
        if (state.isClosed) controller.close();
        else controller.enqueue(encoder.encode(unread.splice(0).join('')));
      },
      cancel: () => {
        hub.leave(listener);
        listener.close();
      },
    },
    { highWaterMark: 0 },
  );
}

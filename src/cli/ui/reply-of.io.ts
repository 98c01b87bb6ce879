import type { Reply } from '../../server/route.ts';
import type { Said } from './ask-command.io.ts';

/** What a browser is told by the exit code of a command. The envelope says the rest. */
const STATUS: Readonly<Record<number, number>> = { 0: 200, 2: 400, 3: 404 };

/** An answer of a command as a reply. A check that found something (exit 4, 5) is an answer like every other. */
export function replyOf({ text, exit }: Said): Reply {
  const isAnswer = text.includes('"ok":true');
  return { status: isAnswer ? 200 : (STATUS[exit] ?? 500), body: text };
}

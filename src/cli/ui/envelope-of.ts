import type { Problem } from '../../errors.ts';
import type { Result } from '../../result.ts';
import type { Reply } from '../../server/route.ts';
import { errorEnvelope, successEnvelope } from '../output/json-envelope.ts';

/** What an answer of the dashboard's own says, with what is to be said beside it. */
export interface Told {
  readonly data: unknown;
  readonly warnings: readonly Problem[];
}

/** Such an answer as a reply, in the envelope that commands print. */
export function envelopeOf(told: Result<Told>): Reply {
  if (!told.ok) return { status: 400, body: errorEnvelope('ui', told.error, []) };
  return { status: 200, body: successEnvelope('ui', told.value.data, told.value.warnings) };
}

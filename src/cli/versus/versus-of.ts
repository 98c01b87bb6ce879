import type { RunRecord } from '../../book/run-record.ts';
import { LEAST_G, LEAST_J } from '../../report/versus/equivalence.ts';
import type { CliContext } from '../context.ts';

/**
 * What a run's energy is set beside, one line; undefined where it is too little for that or the settings want none. Only then is anything loaded or read
 * for it.
 */
export async function versusOf(
  context: CliContext,
  record: RunRecord,
  book: string | undefined,
): Promise<string | undefined> {
  const energyJ = record.energy.wall.attributed.value ?? 0;
  const isLittle = energyJ < LEAST_J && (record.carbon.operational.value ?? 0) < LEAST_G;
  const wanted = context.config.get('equivalences').value;
  if (isLittle || wanted === 'none' || record.parentId !== undefined) return undefined;
  const { versusLine } = await import('./versus-line.io.ts');
  return versusLine(context, record, book, wanted === 'internal');
}

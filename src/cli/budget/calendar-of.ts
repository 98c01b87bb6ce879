import { problem } from '../../errors.ts';
import { Calendar } from '../../report/budget/calendar.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Settings } from '../config/settings.ts';

/** The calendar of the settings. E_CONFIG where its time zone is none. */
export function calendarOf({ get }: Settings): Result<Calendar> {
  const { text: zone, where } = get('budget.time-zone');
  return calendarIn(zone, where);
}

/** The calendar of a time zone, of this machine's where none is named. E_CONFIG where there is no such zone. */
export function calendarIn(zone: string | undefined, where?: string): Result<Calendar> {
  try {
    return ok(new Calendar(zone));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const at = where === undefined ? '' : `${where}: `;
    return err(
      problem(
        'E_CONFIG',
        `${at}budget.time-zone ${zone ?? ''} is no time zone`,
        'It is looked up in the IANA time zone database.',
        'Write e.g. `Europe/Paris`, or leave it out for the time zone of this machine.',
      ),
    );
  }
}

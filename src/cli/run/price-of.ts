import type { SessionOptions } from '../../run/session-options.ts';
import type { CliContext } from '../context.ts';

/** A price of electricity, per kWh, in the currency of the settings; undefined where there is none. */
export function priceOf(
  perKwh: number | undefined,
  context: Pick<CliContext, 'config'>,
): SessionOptions['price'] {
  return perKwh === undefined ? undefined : { perKwh, currency: currencyOf(context) };
}

/** The currency of the settings. */
export function currencyOf({ config }: Pick<CliContext, 'config'>): string {
  const { value } = config.get('currency');
  return typeof value === 'string' ? value : 'EUR';
}

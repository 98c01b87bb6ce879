import type { MeterSettings } from '../../meters/feeds.ts';
import type { CliContext } from '../context.ts';

/** What the settings say of meters; undefined where they say nothing. */
export function meterSettings({ config }: CliContext): MeterSettings | undefined {
  const text = (key: 'plug' | 'rapl'): string | undefined => {
    const { value } = config.get(key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [plug, rapl] = [text('plug'), text('rapl')];
  if (plug === undefined && rapl === undefined) return undefined;
  return { ...(plug === undefined ? {} : { plug }), ...(rapl === undefined ? {} : { rapl }) };
}

import { type Problem, problem } from '../../errors.ts';
import { LIVE_SOURCES } from '../../grid/live/live-table.ts';
import { parseServiceUrl } from '../../grid/live/service-url.ts';
import type { OnlineOptions } from '../../run/online/online-options.ts';
import { err, ok, type Result } from '../../result.ts';
import type { ConfigKey } from '../config/config-keys.ts';
import type { Settings } from '../config/settings.ts';

const DEFAULT_WAIT_S = 3;

/**
 * What the network may be asked, from the settings; undefined where it may not: without `--online` and without a source.
 *
 * @param isAsked `--online`.
 */
export function onlineSettings(config: Settings, isAsked: boolean): Result<OnlineOptions | undefined> {
  const text = (key: ConfigKey): string | undefined => {
    const { value } = config.get(key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const source = LIVE_SOURCES.find((id) => id === text('grid-source'));
  if (!isAsked && source === undefined) return ok(undefined);
  const problems: Problem[] = [];
  const url = addressIn(config, 'grid-url');
  if (!url.ok) return url;
  const wattTimeUrl = addressIn(config, 'watttime-url');
  if (!wattTimeUrl.ok) return wattTimeUrl;
  const key = (name: ConfigKey, address: ConfigKey): string | undefined => {
    if (text(name) === undefined || !isForeign(config, name, address)) return text(name);
    problems.push(withheld(name, address));
    return undefined;
  };
  const waitS = config.get('grid-wait').value;
  const wattTimeAddress =
    source === 'watttime' && wattTimeUrl.value === undefined ? 'grid-url' : 'watttime-url';
  return ok({
    isAsked,
    keys: {
      ...defined('electricityMapsToken', key('electricity-maps-token', 'grid-url')),
      ...defined('wattTimeUser', text('watttime-user')),
      ...defined('wattTimePassword', key('watttime-password', wattTimeAddress)),
    },
    waitS: typeof waitS === 'number' ? waitS : DEFAULT_WAIT_S,
    problems,
    ...defined('source', source),
    ...defined('url', url.value),
    ...defined('zone', text('grid-zone')),
    ...defined('wattTimeRegion', text('watttime-region')),
    ...defined('wattTimeUrl', wattTimeUrl.value),
  });
}

function addressIn(config: Settings, key: ConfigKey): Result<string | undefined> {
  const { value, where } = config.get(key);
  if (typeof value !== 'string' || value === '') return ok(undefined);
  const read = parseServiceUrl(value, where === undefined ? key : `${key} (${where})`);
  return read.ok ? read : err(read.error);
}

/** A project's file comes with the project: an address in it is not told the keys of its user. */
function isForeign(config: Settings, key: ConfigKey, address: ConfigKey): boolean {
  return config.get(address).origin === 'project' && config.get(key).origin !== 'project';
}

function withheld(key: ConfigKey, address: ConfigKey): Problem {
  return problem(
    'E_GRID',
    `${key} is not sent to the ${address} of this project`,
    'the address stands in the file of the project, which others may have written; the key is yours',
    `put the address in your own file: joulebook config set --user ${address} URL`,
  );
}

function defined<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}

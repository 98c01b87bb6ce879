import { err, ok, type Result } from '../../result.ts';
import type { Settings } from '../config/settings.ts';
import type { AnyInput, CommandSpec, OptionSpec, Origin } from '../spec/spec.ts';
import { parseValue } from './parse-value.ts';
import type { RawInput } from './parse-command-line.ts';

/** Reads the values by their kinds; where an option is not given, its setting and then its default stands in. */
export function readInput(spec: CommandSpec, raw: RawInput, settings: Settings): Result<AnyInput> {
  const options: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};
  for (const option of spec.options) {
    const texts = raw.options.get(option.key);
    if (texts === undefined) {
      const fallback = fallbackOf(option, settings);
      if (!fallback.ok) return fallback;
      options[option.key] = fallback.value.value;
      origins[option.key] = fallback.value.origin;
      continue;
    }
    const values: unknown[] = [];
    for (const text of texts) {
      const parsed = parseValue(text, option, option.long);
      if (!parsed.ok) return parsed;
      values.push(parsed.value);
    }
    options[option.key] = option.repeatable === true ? values : values[0];
    origins[option.key] = 'option';
  }
  return ok({ options, arguments: raw.arguments, rest: raw.rest, origins });
}

function fallbackOf(
  option: OptionSpec,
  settings: Settings,
): Result<{ readonly value: unknown; readonly origin: Origin }> {
  if (option.config !== undefined) {
    const setting = settings.get(option.config);
    if (setting.value !== undefined) return ok({ value: setting.value, origin: setting.origin });
  }
  if (option.repeatable === true) return ok({ value: [], origin: 'default' });
  if (option.kind === 'flag') return ok({ value: false, origin: 'default' });
  if (option.default === undefined) return ok({ value: undefined, origin: 'default' });
  const parsed = parseValue(option.default, option, option.long);
  return parsed.ok ? ok({ value: parsed.value, origin: 'default' }) : err(parsed.error);
}

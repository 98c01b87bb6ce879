/** Settings of one profile; what is indented below another setting has that one's name and a dot before its own: `s3.addressing_style`. */
export type AwsProfile = ReadonlyMap<string, string>;

/**
 * Reads the files in which the tools of AWS keep credentials and settings. Lines that are not understood are passed over, as those tools do.
 *
 * @param isConfig whether profiles are called `[profile name]`, as in `config`, rather than `[name]`, as in `credentials`.
 */
export function parseAwsFile(text: string, isConfig: boolean): ReadonlyMap<string, AwsProfile> {
  const profiles = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  let outer = '';
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/\s[#;].*$/, '').trimEnd();
    if (line.trim() === '' || /^\s*[#;]/.test(line)) continue;
    const [, title] = /^\s*\[\s*(.*?)\s*\]\s*$/.exec(line) ?? [];
    if (title !== undefined) {
      const name = isConfig ? profileName(title) : title;
      current = name === undefined ? undefined : (profiles.get(name) ?? new Map<string, string>());
      if (name !== undefined && current !== undefined) profiles.set(name, current);
      outer = '';
      continue;
    }
    const [, indent = '', key, value = ''] = /^(\s*)([^=\s]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key === undefined) continue;
    if (indent !== '' && outer !== '') current?.set(`${outer}.${key.toLowerCase()}`, value);
    else {
      outer = value === '' ? key.toLowerCase() : '';
      if (value !== '') current?.set(key.toLowerCase(), value);
    }
  }
  return profiles;
}

function profileName(title: string): string | undefined {
  if (title === 'default') return title;
  const [, name] = /^profile\s+["']?(.+?)["']?$/.exec(title) ?? [];
  return name;
}

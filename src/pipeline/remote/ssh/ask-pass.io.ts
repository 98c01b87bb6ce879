import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RemoteSettings } from '../../project/config.ts';

/** What lets ssh have a password that is written in the configuration. */
export interface AskPass {
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => void;
}

/**
 * Answers only what is asked for; a question about the server's key is not answered. The secrets themselves are in no file.
 */
const PROGRAM = `#!/bin/sh
case "$1" in
  *assphrase*) [ -n "$JOULEBOOK_SSH_PASSPHRASE" ] && printf '%s\\n' "$JOULEBOOK_SSH_PASSPHRASE" ;;
  *assword*) [ -n "$JOULEBOOK_SSH_PASSWORD" ] && printf '%s\\n' "$JOULEBOOK_SSH_PASSWORD" ;;
  *) exit 1 ;;
esac
`;

/** Makes a program for ssh to ask; undefined where the configuration has neither a password nor a passphrase. */
export function askPass(settings: RemoteSettings): AskPass | undefined {
  const [password, passphrase] = [settings.get('password'), settings.get('passphrase')];
  if (password === undefined && passphrase === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'joulebook-ssh-'));
  const path = join(folder, 'ask');
  writeFileSync(path, PROGRAM, { mode: 0o700 });
  return {
    env: {
      SSH_ASKPASS: path,
      SSH_ASKPASS_REQUIRE: 'force',
      DISPLAY: ':0',
      JOULEBOOK_SSH_PASSWORD: password ?? '',
      JOULEBOOK_SSH_PASSPHRASE: passphrase ?? '',
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

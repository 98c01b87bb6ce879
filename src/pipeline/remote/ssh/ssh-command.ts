import type { RemoteSettings } from '../../project/config.ts';

/** Where an SSH server is. */
export interface SshPlace {
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
}

/** The words behind `ssh` that open its file transfer; all else is as the user's own configuration of ssh says. */
export function sshArguments({ host, user, port }: SshPlace, settings: RemoteSettings): readonly string[] {
  const option = (text: string): readonly string[] => ['-o', text];
  const isOff = (name: string): boolean => settings.get(name)?.toLowerCase() === 'false';
  const isOn = (name: string): boolean => settings.get(name)?.toLowerCase() === 'true';
  const keyFile = settings.get('keyfile');
  const timeout = Number(settings.get('timeout') ?? Number.NaN);
  return [
    '-x',
    '-T',
    ...option('ForwardAgent=no'),
    ...option('PermitLocalCommand=no'),
    ...option('ClearAllForwardings=yes'),
    ...option('RemoteCommand=none'),
    ...option('ServerAliveInterval=30'),
    ...option('NumberOfPasswordPrompts=1'),
    ...(timeout > 0 ? option(`ConnectTimeout=${Math.ceil(timeout)}`) : option('ConnectTimeout=30')),
    ...(port === undefined ? [] : ['-p', `${port}`]),
    ...(user === undefined ? [] : ['-l', user]),
    ...(keyFile === undefined ? [] : ['-i', keyFile]),
    ...(isOff('allow_agent') ? option('IdentityAgent=none') : []),
    ...(isOn('gss_auth') ? option('GSSAPIAuthentication=yes') : []),
    '-s',
    '--',
    host,
    'sftp',
  ];
}

/** As a user writes it: `ssh://user@host:22`. */
export function shownSsh({ host, user, port }: SshPlace): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return `ssh://${user === undefined ? '' : `${user}@`}${name}${port === undefined ? '' : `:${port}`}`;
}

import { accessSync, closeSync, constants, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errnoName } from '../../host/file-failure.io.ts';
import type { Host } from '../../host/host.ts';
import type { Finding } from '../source.ts';

/** Where the kernel may put the management controller, below /dev. */
const DEVICES = ['ipmi0', 'ipmi/0', 'ipmidev/0'];
/** Where system administrators' tools live that are not in an ordinary user's path. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/sbin', '/usr/local/sbin'];

/** Whether the management controller can be asked: the tool to do it with, or none. */
export interface IpmiAccess {
  readonly finding: Finding;
  readonly tool?: string;
}

/** Looks for the management controller's device and for ipmitool, and says what is missing. Nothing is started. */
export function ipmiAccess(host: Host): IpmiAccess {
  const looked = DEVICES.map((name) => join(host.roots.dev, name));
  const device = looked.find(exists);
  const base = { meter: 'ipmi', targets: ['wall' as const] };
  if (device === undefined) {
    return {
      finding: {
        ...base,
        state: 'absent',
        what: 'management controller (IPMI)',
        why: 'the kernel shows none',
        fix: 'if the machine is a server that has one: sudo modprobe ipmi_devintf ipmi_si',
        looked,
      },
    };
  }
  const refused = openFailure(device);
  if (refused !== undefined) {
    return {
      finding: {
        ...base,
        state: 'unusable',
        what: `management controller at ${device}`,
        ...whyRefused(refused, device),
        looked: [device],
      },
    };
  }
  const tool = findTool(host);
  if (tool === undefined) {
    return {
      finding: {
        ...base,
        state: 'unusable',
        what: `management controller at ${device}`,
        why: 'ipmitool is not installed',
        fix: 'sudo apt-get install ipmitool (or: sudo dnf install ipmitool)',
        looked: [device],
      },
    };
  }
  return {
    finding: {
      ...base,
      state: 'found',
      what: `management controller at ${device}, asked by ${tool} while a run lasts`,
      looked: [device, tool],
    },
    tool,
  };
}

function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** The errno name where it cannot be opened for reading and writing, as its driver asks. */
function openFailure(device: string): string | undefined {
  try {
    closeSync(openSync(device, 'r+'));
    return undefined;
  } catch (error) {
    return errnoName(error) ?? 'unknown failure';
  }
}

function whyRefused(errno: string, device: string): { readonly why: string; readonly fix?: string } {
  if (errno !== 'EACCES' && errno !== 'EPERM') return { why: `it cannot be opened (${errno})` };
  const rule = `KERNEL=="ipmi*", MODE="0660", GROUP="ipmi"`;
  return {
    why: 'it may be opened by root only',
    fix: `sudo setfacl -m u:$USER:rw ${device} (until the next boot; for good: sudo groupadd -f ipmi; sudo usermod -aG ipmi $USER; echo '${rule}' | sudo tee /etc/udev/rules.d/60-ipmi.rules)`,
  };
}

function findTool(host: Host): string | undefined {
  const named = host.env['JOULEBOOK_IPMITOOL'];
  if (named !== undefined && named !== '') return isExecutable(named) ? named : undefined;
  const folders = (host.env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  return [...folders, ...SYSTEM_FOLDERS].map((folder) => join(folder, 'ipmitool')).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** State of a socket that listens, in `/proc/net/tcp`. */
const LISTENS = '0A';

/**
 * Inodes of the sockets that listen on a port, in a table as `/proc/net/tcp` and `tcp6` are.
 *
 * @example
 * listenersOf('  0: 0100007F:12AC 00000000:0000 0A 0:0 00:0 00000000 1000 0 34567 1', 4780) // ['34567']
 */
export function listenersOf(table: string, port: number): readonly string[] {
  return table.split('\n').flatMap((row) => {
    const [, local = '', , state, , , , , , inode] = row.trim().split(/\s+/);
    const isIt = state === LISTENS && Number.parseInt(local.split(':')[1] ?? '', 16) === port;
    return isIt && inode !== undefined ? [inode] : [];
  });
}

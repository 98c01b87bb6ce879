/** CPU time that this process has used since it began, s: of a tracker what is no work of any run. */
export function ownCpuS(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

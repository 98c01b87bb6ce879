/**
 * Where a Pushgateway takes metrics (github.com/prometheus/pushgateway, API): the address as given where it names a group, else
 * the group `job="joulebook"`. A PUT replaces the group, so a run that was deleted goes from it too.
 */
export function pushPath(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return /\/metrics\/job(@base64)?\//.test(`${trimmed}/`) ? trimmed : `${trimmed}/metrics/job/joulebook`;
}

import { path, url } from '../../state/location.ts';

/** This view of a study with a trial explained, as a link takes it. */
export function trialHref(number: number): string {
  const words = new URLSearchParams(url.value.search);
  words.set('trial', String(number));
  return `${path.value}?${words.toString()}`;
}

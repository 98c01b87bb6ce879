import { locateBook } from '../../book/locate.io.ts';
import type { Host } from '../../host/host.ts';
import { listStudies } from '../../search/journal/study-folder.io.ts';
import type { Candidate } from './candidate.ts';

/** The studies of the book; nothing where there is none. */
export function studyCandidates(host: Host): Candidate[] {
  const place = locateBook(host);
  const studies = place.ok ? listStudies(place.value.dir) : place;
  return studies.ok ? studies.value.map(({ name }) => [name, '']) : [];
}

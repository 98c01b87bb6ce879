import { GROUP_STYLES } from '../../charts/scatter/marks.ts';
import type { Group } from './groups.ts';

/** What colours and shapes stand for. */
export function Legend({ groups, title }: { readonly groups: readonly Group[]; readonly title: string }) {
  return (
    <ul class="legend" aria-label={title}>
      {groups.map(({ name, count, style }) => (
        <li key={name}>
          <span class={`mark ${GROUP_STYLES[style]?.role ?? 'other'}`} aria-hidden="true">
            {GROUP_STYLES[style]?.sign}
          </span>{' '}
          <bdi>{name}</bdi> <span class="muted">{count}</span>
        </li>
      ))}
    </ul>
  );
}

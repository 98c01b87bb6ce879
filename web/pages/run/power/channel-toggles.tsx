import { setView } from '../../../state/location.ts';
import { channelName, lookOfChannel } from './power-lines.ts';

/** Which lines are shown; the address keeps it. */
export function ChannelToggles({
  channels,
  shown,
  standard,
}: {
  readonly channels: readonly string[];
  readonly shown: readonly string[];
  readonly standard: readonly string[];
}) {
  const toggle = (channel: string): void => {
    const next = channels.filter((one) => (one === channel) !== shown.includes(one));
    setView({ lines: next.join(',') === standard.join(',') ? undefined : next.join(',') || 'none' });
  };
  return (
    <fieldset class="toggles">
      <legend class="unseen">Lines</legend>
      {channels.map((channel) => {
        const { colour, dash, width = 1.5 } = lookOfChannel(channel);
        return (
          <label key={channel}>
            <input type="checkbox" checked={shown.includes(channel)} onChange={() => toggle(channel)} />
            <svg width="22" height="10" aria-hidden="true">
              <line
                x1="0"
                x2="22"
                y1="5"
                y2="5"
                stroke={`var(--${colour})`}
                stroke-width={width + 0.5}
                stroke-dasharray={dash?.join(' ')}
              />
            </svg>
            {channelName(channel)}
          </label>
        );
      })}
    </fieldset>
  );
}

// What has happened on the devices since the lab began anew, and how far that plays a story.
import type { ModelName } from './models.ts';
import type { Story } from './stories.ts';

export type Fact =
  | `in:${string}`
  | 'alerted'
  | 'said yes'
  | 'said no'
  | 'closed another'
  | 'refused'
  | 'ended'
  | 'out'
  | 'forgotten'
  | 'off'
  | 'on'
  | 'wipes nothing'
  | 'held'
  | 'photos';

/** By device, in the order in which they happened. */
export type Facts = Partial<Record<ModelName, readonly Fact[]>>;

/** How many of the first steps are done: a later one does not count before the earlier ones. */
export function stepsDone({ steps }: Story, facts: Facts): number {
  const open = steps.findIndex(({ done }) =>
    done.some(([device, fact, times = 1]) => {
      const happened = (facts[device] ?? []).filter((one) => one === fact);
      return happened.length < times;
    }),
  );
  return open === -1 ? steps.length : open;
}

// What `npm run sessions` tells while it runs and when it has ended.
import type { EndedSessions } from '../../functions/src/admin.ts';

const number = (value: number) => Math.round(value).toLocaleString('en');

/** One line: how far it is, how fast, what is left, and where to go on. */
export function progressLine(
  progress: EndedSessions,
  { seconds, isDryRun }: { seconds: number; isDryRun: boolean },
): string {
  const { accountCount, share, after } = progress;
  const left = share > 0 ? (1 - share) / share : 0;
  return (
    `${number(accountCount)} accounts (${(share * 100).toFixed(1)} %), ${sessionsOf(progress, isDryRun)}, ` +
    `${number(accountCount / Math.max(seconds, 0.001))} accounts a second; ` +
    `about ${number(accountCount * left)} accounts and ${durationOf(seconds * left)} left` +
    `; from here on: --after=${after}`
  );
}

/** What a run has come to, once all accounts are through. */
export function summaryOf(ended: EndedSessions, isDryRun: boolean): string {
  const { accountCount, concernedCount, withoutVersion } = ended;
  const lines = [
    `${sessionsOf(ended, isDryRun)} of ${number(concernedCount)} accounts; ${number(accountCount)} were looked at.`,
  ];
  if (withoutVersion > 0) {
    lines.push(
      `${number(withoutVersion)} others say no version that can be compared: they live on.`,
    );
  }
  return lines.join('\n');
}

function sessionsOf({ revokedCount }: EndedSessions, isDryRun: boolean): string {
  return `${number(revokedCount)} sessions ${isDryRun ? 'would end' : 'ended'}`;
}

function durationOf(seconds: number): string {
  if (seconds < 120) return `${number(seconds)} s`;
  return seconds < 7200 ? `${number(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

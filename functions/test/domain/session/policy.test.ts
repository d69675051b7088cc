import assert from 'node:assert/strict';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import { checkPolicy } from '../../../src/domain/session/policy.ts';
import { living } from '../../doubles/limits.ts';
import { policy } from '../../doubles/services.ts';

const refusals: [limits: Partial<SessionPolicy>, message: RegExp][] = [
  [{ newDevicesPerHour: 0 }, /^newDevicesPerHour must be a whole number of at least 1, not 0$/],
  [{ confirmAfterDays: 1.5 }, /^confirmAfterDays .*not 1.5$/],
  [{ retentionDays: -1 }, /^retentionDays /],
  [{ signInMaxAgeSeconds: Number.NaN }, /^signInMaxAgeSeconds .*NaN$/],
  [{ accessTokenSeconds: 0 }, /^accessTokenSeconds /],
  [{ touchIntervalSeconds: -1 }, /^touchIntervalSeconds .*at least 0/],
  [{ confirmAfterDays: -1 }, /^confirmAfterDays .*at least 0/],
  [{ refreshGraceSeconds: Number.POSITIVE_INFINITY }, /^refreshGraceSeconds /],
  [{ ipRetentionDays: -1 }, /^ipRetentionDays /],
  [{ signInMaxAgeSeconds: 30 * 86_400 + 1 }, /^SIGN_IN_MAX_AGE_SECONDS /],
  [{ confirmAfterDays: 31 }, /^RETENTION_DAYS must not be shorter than CONFIRM_AFTER_DAYS$/],
];

const accepted: Partial<SessionPolicy>[] = [
  {},
  { touchIntervalSeconds: 0, confirmAfterDays: 0, refreshGraceSeconds: 0, ipRetentionDays: 0 },
  { signInMaxAgeSeconds: 30 * 86_400, confirmAfterDays: 30 },
  { touchIntervalSeconds: 86_400, ...living('15m/1h') },
];

describe('checkPolicy', () => {
  for (const [limits, message] of refusals) {
    it(`refuses ${JSON.stringify(limits)}`, () => {
      assert.throws(() => checkPolicy({ ...policy, ...limits }), { name: 'TypeError', message });
    });
  }

  for (const limits of accepted) {
    it(`takes ${JSON.stringify(limits)}`, () => {
      assert.deepEqual(checkPolicy({ ...policy, ...limits }), { ...policy, ...limits });
    });
  }
});

// What the parts of the sender share.
import type { Account } from '../domain/account/account.ts';
import type { Moment } from '../domain/session/policy.ts';
import type { Services } from '../services.ts';
import type { LoginFindings } from './findLogin.ts';

/** What it takes to send whatever an outbox may hold. */
export type SendServices = Omit<Services, 'erasureQueue' | 'isFirstTime' | 'checkAccount'>;

/** One run, with the account as it is now. */
export interface Sending {
  services: SendServices;
  accountId: string;
  /** null where only a remainder of it is left. */
  account: Account | null;
  /** What is found of the latest login of a device, looked for once. */
  findingsOf: (device: string) => Promise<LoginFindings | null>;
  moment: Moment;
}

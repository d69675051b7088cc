// The client's types are those of the code: where they differ, this file does not compile.
import { deepEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as code from '../../../functions/src/domain/session/session.ts';
import type { Reason as CodeReason } from '../../../functions/src/errors.ts';
import type { ConfirmBy } from '../../../functions/src/operations/explainUnconfirmed.ts';
import type { SecurityEventView } from '../../../functions/src/operations/listSecurityEvents.ts';
import type { Registered as CodeRegistered } from '../../../functions/src/operations/registerSession.ts';
import type * as client from '../src/core/contract.ts';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

const same: {
  reason: Same<client.Reason, CodeReason>;
  revokedReason: Same<client.RevokedReason, code.RevokedReason>;
  confirmBy: Same<NonNullable<client.RefusalDetails['confirmBy']>[number], ConfirmBy>;
  session: Same<Required<client.DeviceSession>, code.DeviceSessionWithEnd>;
  event: Same<client.SecurityEvent, SecurityEventView>;
  registered: Same<
    client.Registered['tokens'] & { deviceToken: string },
    CodeRegistered['tokens'] & { deviceToken: string }
  >;
} = {
  reason: true,
  revokedReason: true,
  confirmBy: true,
  session: true,
  event: true,
  registered: true,
};

describe("the client's contract", () => {
  it('is the type of the code', () => {
    deepEqual([...new Set(Object.values(same))], [true]);
  });

  it('calls every function of docs/api.json and no other', () => {
    const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8');
    const api = JSON.parse(read('../../../docs/api.json')) as { functions: object };
    const names = /type FunctionName =([^;]+);/.exec(read('../src/core/contract.ts'))?.[1] ?? '';
    deepEqual(
      [...names.matchAll(/'(\w+)'/g)].map(([, name]) => name).toSorted(),
      Object.keys(api.functions).toSorted(),
    );
  });
});

import assert from 'node:assert/strict';
import { FieldValue } from '@google-cloud/firestore';
import { toAccountUpdate } from '../../src/store/documents.ts';
import { account, at, device, openSession } from '../domain/accounts.ts';

describe('what a change of an account writes', () => {
  const before = () => account({ devices: { phone: device(), tablet: device(), old: device() } });
  const later = new Date(at.getTime() + 1000);
  const { deleteAt } = before();

  it('is the devices that differ, the new ones, and the end of those that are gone', () => {
    const changed = device({ session: openSession({ deviceName: 'Kitchen' }) });
    const added = device({ session: null });
    const after = account({ devices: { phone: changed, tablet: device(), desk: added } });
    assert.deepEqual(Object.keys(toAccountUpdate(before(), after)).sort(), [
      'deleteAt',
      'devices.desk',
      'devices.old',
      'devices.phone',
    ]);
    assert.deepEqual(toAccountUpdate(before(), after)['devices.old'], FieldValue.delete());
  });

  it('is the fields that differ', () => {
    const after = { ...before(), checkedAt: later, isOwed: true };
    assert.deepEqual(toAccountUpdate(before(), after), {
      ...{ checkedAt: later, isOwed: true, deleteAt },
    });
  });

  it('is one field where nothing differs, so that what was read is still held to', () => {
    assert.deepEqual(toAccountUpdate(before(), before()), { deleteAt });
  });

  it('leaves nothing but the remainder of an account that is erased', () => {
    const { firebaseAccount } = before();
    const remainder = { firebaseAccount, outbox: [], isOwed: true, deleteAt: later };
    const update = toAccountUpdate(before(), remainder);
    const gone = Object.keys(before()).filter((name) => !(name in remainder));
    for (const name of gone) assert.deepEqual(update[name], FieldValue.delete(), name);
    assert.deepEqual(Object.keys(update).sort(), ['deleteAt', 'isOwed', ...gone].sort());
  });
});

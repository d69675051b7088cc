// Who is let in: the Admin SDK alone. Rules are not evaluated here, so any other client would bypass them.

export const ownerOnly =
  'The embedded Firestore evaluates no rules and serves the Admin SDK only. ' +
  'Run the official emulator to use Firestore from an app.';

/** Whether an `authorization` header is the one that the Admin SDK sends to an emulator. */
export function isOwner(authorization: string | undefined): boolean {
  return /^bearer owner$/i.test(authorization ?? '');
}

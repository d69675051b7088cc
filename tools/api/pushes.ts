// The data of the pushes, as schemas: text throughout.
import * as v from 'valibot';

const frame = { sessionId: v.string(), pushId: v.string(), receiverSessionId: v.string() };
const visible = { title: v.string(), body: v.string() };

export const pushes = {
  force_logout: v.strictObject({
    action: v.literal('force_logout'),
    reason: v.literal('session_revoked'),
    ...frame,
    receiptToken: v.optional(v.string()),
  }),
  login_alert: v.strictObject({
    action: v.literal('login_alert'),
    ...frame,
    ...visible,
    answerToken: v.optional(v.string()),
    signals: v.string(),
    count: v.pipe(v.string(), v.regex(/^[1-9][0-9]*$/)),
    tag: v.string(),
    denyLabel: v.optional(v.string()),
    confirmLabel: v.optional(v.string()),
    silent: v.optional(v.literal('true')),
  }),
  login_answered: v.strictObject({
    action: v.literal('login_answered'),
    ...frame,
    wasMe: v.picklist(['true', 'false']),
    tag: v.string(),
  }),
  security_alert: v.strictObject({ action: v.literal('security_alert'), ...frame, ...visible }),
};

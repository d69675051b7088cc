import assert from 'node:assert/strict';
import { firestoreMails } from '../../src/store/firestoreMails.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { sweep } from '../../src/operations/sweep.ts';
import type { RegistrationInput } from '../../src/operations/registerSession.ts';
import { register } from '../doubles/device.ts';
import { accountOf, alice, viewOf } from '../doubles/lookInside.ts';
import { accountInOrder, testServices } from '../doubles/services.ts';

const url = 'https://example.com/sessions?a=1&b=2';

/** A team that wants mails, an owner's phone, and a login on a new device. */
async function scene(login: Partial<RegistrationInput> = {}, sessionsUrl: string | null = url) {
  const services = testServices();
  Object.assign(services, { appName: 'Acme', sessionsUrl });
  services.loginMails = { create: async (mail) => void services.mails.push(mail) };
  const phone = await register(services, 'iphone-1', undefined, { locale: 'de-DE' });
  await deliverForUser(services, phone.caller);
  assert.deepEqual(services.mails, [], 'a first device is told to nobody');
  services.pass({ seconds: 61 });
  const { session, caller } = await register(services, 'galaxy-1', undefined, login);
  const run = () => deliverForUser(services, caller);
  return { services, session, caller, run };
}

describe('the mail about a login on a new device', () => {
  it('names app, account, time, place and what to do, in the language of the device in use', async () => {
    const { services, session, run } = await scene();
    await run();
    const body = 'Anmeldung auf Phone galaxy-1 · Moscow, Russia. Warst du das?';
    const facts = [
      'Konto: alice@example.com',
      'Zeit: 1. März 2026 um 12:01 UTC',
      'Ort: Moscow, Russia',
    ];
    const wasYou = 'Wenn du das warst, ist nichts zu tun.';
    const wasNotYou =
      'Wenn du das nicht warst, prüfe deine Sitzungen, melde ab, was du nicht kennst, und ändere dein Passwort.';
    assert.deepEqual(services.mails, [
      {
        ...{ sessionId: session.sessionId, userId: 'alice', tenantId: null },
        to: 'alice@example.com',
        subject: 'Acme: Neue Anmeldung',
        text: `${body}\n\n${facts.join('\n')}\n\n${wasYou}\n\n${wasNotYou}\n\nSitzungen prüfen: ${url}\n`,
        html:
          `<p>${body}</p><p>${facts.join('<br>')}</p><p>${wasYou}</p><p>${wasNotYou}</p>` +
          '<p><a href="https://example.com/sessions?a=1&amp;b=2">Sitzungen prüfen</a></p>',
      },
    ]);
  });

  it('has no link where the team has named no page', async () => {
    const { services, run } = await scene({}, null);
    await run();
    const [{ text, html } = assert.fail()] = services.mails;
    assert.doesNotMatch(text + html, /http|href/);
  });

  it('says no app’s name and no place where none is known', async () => {
    const { services, run } = await scene();
    Object.assign(services, { appName: null, place: null });
    await run();
    const [{ subject, text } = assert.fail()] = services.mails;
    assert.equal(subject, 'Neue Anmeldung');
    assert.doesNotMatch(text, /Ort|null/);
  });

  it('escapes what a device calls itself, and shows no name that could be a link', async () => {
    const hostile = await scene({ deviceName: `<b>"&'` });
    await hostile.run();
    assert.match(hostile.services.mails[0]?.html ?? '', /&lt;b&gt;&quot;&amp;&#39;/);
    assert.doesNotMatch(hostile.services.mails[0]?.html ?? '', /<b>/);
    const linked = await scene({ deviceName: 'www.evil.com' }, null);
    await linked.run();
    const { text = '', html = '' } = linked.services.mails[0] ?? {};
    assert.doesNotMatch(text + html, /evil/);
    assert.match(text, /Anmeldung auf Android/);
  });

  it('says that the session has ended where it has, of which the place is kept too', async () => {
    const { services, session, caller, run } = await scene();
    await signOut(services, caller);
    await run();
    assert.match(services.mails[0]?.text ?? '', /Moscow, Russia, inzwischen wieder abgemeldet/);
    assert.equal(viewOf(services, session.sessionId).location, 'Moscow, Russia');
  });

  it('is written about the first session of an account that is older than a day, too', async () => {
    const services = testServices();
    services.loginMails = { create: async (mail) => void services.mails.push(mail) };
    services.account = { ...accountInOrder, createdAt: new Date('2026-02-01T00:00:00Z') };
    await register(services, 'iphone-1');
    await deliverForUser(services, alice);
    assert.equal(services.mails.length, 1);
  });

  for (const [what, account] of [
    ['without an address', { email: null }],
    [
      'to the address of another account of the same uid',
      { createdAt: new Date('2026-03-01T12:01:01Z') },
    ],
  ] as const) {
    it(`is not written ${what}`, async () => {
      const { services } = await scene();
      services.account = { ...accountInOrder, ...account };
      await sweep(services);
      assert.deepEqual(services.mails, []);
      assert.equal(services.sent.length, 1);
    });
  }

  it('is tried again where it cannot be written, five times at most; the alert goes out', async () => {
    const { services, run } = await scene();
    let tries = 0;
    services.loginMails = {
      create: async () => {
        tries += 1;
        throw new Error('alice@example.com');
      },
    };
    await assert.rejects(run());
    assert.equal(services.sent.length, 1);
    for (let at = 0; at < 9; at += 1) {
      services.pass({ hours: 1 });
      await sweep(services);
    }
    assert.equal(tries, 5);
    assert.equal(services.sent.length, 1);
    assert.doesNotMatch(JSON.stringify(services.logged), /alice@/);
    assert.equal(accountOf(services).isOwed, false);
  });
});

describe('mails as documents', () => {
  const owner = { userId: 'alice', tenantId: null };
  const mail = {
    ...owner,
    sessionId: 's1',
    to: 'a@b.c',
    subject: 'S',
    text: 'T',
    html: '<p>T</p>',
  };

  function store(create: (id: string, document: object) => Promise<void>) {
    const collection = (name: string) => ({
      doc: (id: string) => ({ create: (document: object) => create(`${name}/${id}`, document) }),
    });
    return firestoreMails({ collection } as never, 'mail');
  }

  it('have the shape that "Trigger Email from Firestore" takes, and an id of the login', async () => {
    const written: unknown[] = [];
    await store(async (...document) => void written.push(document)).create(mail);
    assert.deepEqual(written, [
      [
        'mail/login-s1',
        { ...owner, to: 'a@b.c', message: { subject: 'S', text: 'T', html: '<p>T</p>' } },
      ],
    ]);
  });

  it('are written once, and fail for any other reason than that', async () => {
    const failing = (code: number) =>
      store(() => Promise.reject(Object.assign(new Error('no'), { code }))).create(mail);
    await failing(6);
    await assert.rejects(failing(14));
  });
});

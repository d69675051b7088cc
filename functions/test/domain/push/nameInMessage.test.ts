import assert from 'node:assert/strict';
import { nameInMessage } from '../../../src/domain/push/nameInMessage.ts';
import { deviceTypes } from '../../../src/domain/session/session.ts';

describe('nameInMessage', () => {
  for (const name of [
    'iPhone 15 Pro',
    'Samsung Galaxy S24',
    'Анна, телефон',
    'گوشی می\u200cرا',
    '👩🏽‍💻',
    'Chrome 129.0.6668 on Windows 11',
    'Chrome 129.0.6668.70',
    'iOS 17.4.1',
    '10.2024.1.2.3 build',
    'St. Petersburg',
    'Pixel 8. Work',
    'A <b> & "C"',
    'x'.repeat(40),
    '📱'.repeat(40),
  ]) {
    it(`says ${name} as it is`, () => {
      assert.equal(nameInMessage(name, 'WEB'), name);
    });
  }

  for (const [name, cut] of [
    ['x'.repeat(41), `${'x'.repeat(39)}…`],
    ['📱'.repeat(41), `${'📱'.repeat(39)}…`],
    [`${'x'.repeat(38)}👨‍👩‍👧 phone`, `${'x'.repeat(38)}…`],
    [`${'x'.repeat(38)} phone`, `${'x'.repeat(38)}…`],
  ] as const) {
    it(`cuts ${name} to 40 characters, never through one`, () => {
      assert.equal(nameInMessage(name, 'WEB'), cut);
    });
  }

  for (const name of [
    'https://evil.example',
    'http:evil',
    'evil.example/x',
    'call me: 123',
    'support@bank.example',
    '@bank',
    'a/b',
    'a\\b',
    'www.evil',
    'WWW.EVIL',
    'Ｗｗｗ．evil',
    'go to evil.com now',
    'evil.рф',
    'evil。com',
    'evil․com',
    'a／b',
    'a⁄b',
    'a∕b',
    'http：evil',
    'http︓evil',
    'a＠b',
    'a﹫b',
    '192.168.0.1',
    'go to 8.8.8.8!',
    '٨.٨.٨.٨',
    '۱۹۲۔۱۶۸۔۰۔۱',
    '१९२.१६८.०.१',
    '８．８．８．８',
    '8。8。8。8',
    '8｡8｡8｡8',
    '8․8․8․8',
    '8·8·8·8',
    '8.8∙8⋅8',
    '⒏⒏⒏8',
    '𝟠.𝟠.𝟠.𝟠',
    '1\u200b0.0.0.1',
    'ht\u200btp:\u200b//x',
    '',
    '\u202e\u200b',
    `${'x'.repeat(60)}/`,
    `👨${'\u200d👩'.repeat(30)}`,
  ]) {
    it(`says the device type's name in place of ${JSON.stringify(name)}`, () => {
      assert.equal(nameInMessage(name, 'IOS'), 'iOS device');
      assert.equal(nameInMessage(name, 'ANDROID'), 'Android device');
      assert.equal(nameInMessage(name, 'WEB'), 'Web browser');
    });
  }

  it('gives no name that it would not say again', () => {
    for (const type of deviceTypes) {
      const name = nameInMessage('', type);
      assert.equal(nameInMessage(name, 'IOS'), name);
    }
  });
});

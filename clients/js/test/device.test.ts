import { deepEqual, equal } from 'node:assert/strict';
import { describeBrowser } from '../src/device.ts';

const hints = (platform: string, platformVersion: string, brand = 'Google Chrome', model = '') => ({
  userAgent: '',
  userAgentData: {
    brands: [
      { brand: 'Not)A;Brand', version: '8' },
      { brand: 'Chromium', version: '140' },
      { brand, version: '140' },
    ],
    platform,
    getHighEntropyValues: async () => ({ platformVersion, model }),
  },
});

describe('describeBrowser', () => {
  it('tells Windows 11 from Windows 10, which no User-Agent does', async () => {
    equal((await describeBrowser(hints('Windows', '15.0.0'))).platform, 'Windows 11');
    equal((await describeBrowser(hints('Windows', '10.0.0'))).platform, 'Windows 10');
  });

  it('names the browser and the system in plain words', async () => {
    const { deviceName } = await describeBrowser(hints('macOS', '15.1.0', 'Microsoft Edge'));
    equal(deviceName, 'Edge on macOS');
  });

  it('names the model of a phone', async () => {
    deepEqual(await describeBrowser(hints('Android', '16.0.0', 'Google Chrome', 'Pixel 9')), {
      deviceName: 'Chrome on Pixel 9',
      deviceType: 'WEB',
      platform: 'Android 16',
      locale: null,
    });
  });

  it('says less where the browser withholds the details', async () => {
    const browser = hints('Linux', '');
    browser.userAgentData.getHighEntropyValues = () => Promise.reject(new Error('NotAllowed'));
    equal((await describeBrowser(browser)).deviceName, 'Chrome on Linux');
  });

  it('reads the User-Agent where there are no hints', async () => {
    const userAgent =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
    deepEqual(await describeBrowser({ userAgent, language: 'de-DE' }), {
      deviceName: 'Safari on iPhone',
      deviceType: 'WEB',
      platform: 'iOS 18.1',
      locale: 'de-DE',
    });
  });

  it('has a name for a browser that says nothing', async () => {
    equal((await describeBrowser({ userAgent: 'x' })).deviceName, 'Browser');
  });

  const hostile = {
    get userAgentData(): never {
      throw new Error('blocked');
    },
    get language(): never {
      throw new Error('blocked');
    },
    userAgent: 'x',
  };
  const odd = (userAgentData: unknown) => ({ userAgent: 17, language: ['de'], userAgentData });
  for (const [what, browser] of Object.entries({
    'has no brands': odd({}),
    'has brands that are no list': odd({ brands: 'Chrome', platform: 7 }),
    'has odd brands': odd({ brands: [null, 'Chrome', { brand: 3 }, {}], platform: null }),
    'throws at its brands': odd({
      get brands(): never {
        throw new Error('blocked');
      },
    }),
    'has nothing but null': odd(null),
    'throws at everything': hostile,
    'is empty': {},
  })) {
    it(`has a name for a navigator that ${what}`, async () => {
      const { deviceName, deviceType, locale } = await describeBrowser(browser);
      deepEqual([deviceName, deviceType, locale], ['Browser', 'WEB', null]);
    });
  }

  const details: Record<string, unknown> = {
    'are none': undefined,
    throw: (): never => {
      throw new Error('blocked');
    },
    'are null': () => null,
    'never come': () => new Promise(() => {}),
  };
  for (const [what, getHighEntropyValues] of Object.entries(details)) {
    it(`names the browser where the details ${what}`, async () => {
      const { userAgentData } = hints('macOS', '');
      const browser = { userAgentData: { ...userAgentData, getHighEntropyValues } };
      equal((await describeBrowser(browser)).deviceName, 'Chrome on macOS');
    });
  }
});

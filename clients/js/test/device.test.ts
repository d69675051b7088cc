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
});

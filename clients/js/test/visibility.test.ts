// What counts as using a page.
import { deepEqual } from 'node:assert/strict';
import { pageVisibility } from '../src/core/visibility.ts';

describe('client: a page', () => {
  it('is used by who touches it, types, or reads on with the wheel, until nobody listens', () => {
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    const used: string[] = [];
    let now = '';
    const stop = pageVisibility(page).watchUse!(() => used.push(now));
    const each = () => {
      for (now of ['pointerdown', 'keydown', 'wheel', 'pointermove']) {
        page.dispatchEvent(new Event(now));
      }
    };
    each();
    stop();
    each();
    deepEqual(used, ['pointerdown', 'keydown', 'wheel']);
  });
});

// How far a story of the lab is, and what waits for a function that is being started.
import { deepEqual, equal } from 'node:assert/strict';
import { stepsDone } from '../src/lab/facts.ts';
import { stories, type Story } from '../src/lab/stories.ts';
import { makeWarming } from '../src/lab/warming.ts';

const story: Story = {
  title: 'A story',
  devices: ['iPhone', 'galaxy'],
  steps: [
    { text: 'one', done: [['iPhone', 'in:Alice']] },
    { text: 'two', done: [['iPhone', 'alerted', 2]] },
    {
      text: 'three',
      done: [
        ['galaxy', 'ended'],
        ['iPhone', 'said no'],
      ],
    },
  ],
};

describe('the steps of a story', () => {
  it('are done one after the other, each when all that it asks for has happened', () => {
    equal(stepsDone(story, {}), 0);
    equal(stepsDone(story, { galaxy: ['ended'], iPhone: ['alerted', 'alerted'] }), 0);
    equal(stepsDone(story, { iPhone: ['in:Alice', 'alerted'] }), 1);
    equal(stepsDone(story, { iPhone: ['in:Alice', 'alerted', 'alerted'] }), 2);
    const iPhone = ['in:Alice', 'alerted', 'alerted', 'said no'] as const;
    equal(stepsDone(story, { iPhone, galaxy: ['ended'] }), 3);
  });

  it('ask for nothing on a device that the story does not bring', () => {
    for (const { title, devices, steps } of stories) {
      for (const [device] of steps.flatMap(({ done }) => done)) {
        equal(devices.includes(device), true, `${title}: ${device}`);
      }
    }
  });
});

describe('a call in the lab', () => {
  it('waits for its function only while that is being started', async () => {
    const warming = makeWarming(() => {});
    await warming.untilReady('listSessions');
    warming.hear({ action: 'warming', names: 'registerSession,listSessions' });
    const order: string[] = [];
    const waits = warming.untilReady('listSessions').then(() => order.push('called'));
    await warming.untilReady('signOut');
    warming.hear({ action: 'warmed', name: 'registerSession' });
    order.push('the other is started');
    warming.hear({ action: 'warmed', name: 'listSessions' });
    await waits;
    deepEqual([order, warming.left], [['the other is started', 'called'], []]);
  });
});

// What can be played in the lab: each story brings its devices, and each step knows when it has been done.
import type { Fact } from './facts.ts';
import type { ModelName } from './models.ts';

export interface Step {
  text: string;
  /** Done once each of these has happened on its device; a number asks for so many times. */
  done: [device: ModelName, fact: Fact, times?: number][];
}

export interface Story {
  title: string;
  devices: ModelName[];
  steps: Step[];
}

export const stories: Story[] = [
  {
    title: 'The story',
    devices: ['iPhone', 'galaxy'],
    steps: [
      {
        text: 'Sign Alice in on the iPhone. It is her first device, so nobody is asked.',
        done: [['iPhone', 'in:Alice']],
      },
      {
        text: 'Sign Alice in on the Galaxy, which is in Moscow. The iPhone asks: “Was that you?”',
        done: [
          ['galaxy', 'in:Alice'],
          ['iPhone', 'alerted'],
        ],
      },
      {
        text: 'On the iPhone, tap “No, close this session”.',
        done: [['iPhone', 'said no']],
      },
      {
        text: 'The Galaxy is signed out and says why. Its next call would get 401 anyway.',
        done: [['galaxy', 'ended']],
      },
    ],
  },
  {
    title: 'The thief',
    devices: ['iPhone', 'galaxy'],
    steps: [
      {
        text: 'Sign Alice in on the iPhone, then on the Galaxy: a thief has her password.',
        done: [
          ['iPhone', 'in:Alice'],
          ['galaxy', 'in:Alice'],
        ],
      },
      {
        text: 'On the Galaxy, sign the iPhone out, or all others. It is refused: not confirmed.',
        done: [['galaxy', 'refused']],
      },
      {
        text: 'Switch on “app wipes nothing” for the Galaxy, then tap “No” on the iPhone.',
        done: [
          ['galaxy', 'wipes nothing'],
          ['iPhone', 'said no'],
        ],
      },
      {
        text: 'The thief’s app still shows Alice’s things, but the server refuses whatever it asks.',
        done: [['galaxy', 'ended']],
      },
    ],
  },
  {
    title: 'The lost phone',
    devices: ['iPhone', 'chrome'],
    steps: [
      {
        text: 'Sign Alice in on the iPhone and on Chrome, and answer “Yes, it was me” on the iPhone.',
        done: [
          ['iPhone', 'in:Alice'],
          ['chrome', 'in:Alice'],
          ['iPhone', 'said yes'],
        ],
      },
      {
        text: 'Switch the iPhone off: it is lost. In Chrome, sign it out.',
        done: [
          ['iPhone', 'off'],
          ['chrome', 'closed another'],
        ],
      },
      {
        text: 'In Chrome, “Recently ended” says: not confirmed by the device yet, access refused. Switch the iPhone on.',
        done: [
          ['iPhone', 'off'],
          ['iPhone', 'on'],
        ],
      },
      {
        text: 'The iPhone is told, deletes its data and confirms: Chrome shows it.',
        done: [['iPhone', 'ended']],
      },
    ],
  },
  {
    title: 'The shared phone',
    devices: ['chrome', 'pixel', 'iPhone'],
    steps: [
      {
        text: 'Sign Alice in on Chrome, then on the Pixel. In Chrome, answer “Yes, it was me”.',
        done: [
          ['chrome', 'in:Alice'],
          ['pixel', 'in:Alice'],
          ['chrome', 'said yes'],
        ],
      },
      {
        text: 'On the Pixel, sign Alice out and Bob in.',
        done: [
          ['pixel', 'out'],
          ['pixel', 'in:Bob'],
        ],
      },
      {
        text: 'Sign Alice in on the iPhone. Chrome is asked, the Pixel is not: Bob has it now.',
        done: [
          ['iPhone', 'in:Alice'],
          ['chrome', 'alerted', 2],
        ],
      },
      {
        text: 'On the Pixel, tap “Forget”: Bob’s next sign-in there is a new device.',
        done: [['pixel', 'forgotten']],
      },
    ],
  },
  {
    title: 'The newcomer',
    devices: ['iPhone', 'galaxy'],
    steps: [
      {
        text: 'Sign Alice in on the iPhone, then on the Galaxy, which she has just bought.',
        done: [
          ['iPhone', 'in:Alice'],
          ['galaxy', 'in:Alice'],
        ],
      },
      {
        text: 'On the Galaxy, tap “Photos”. The app’s own server holds them: nobody has confirmed this device.',
        done: [['galaxy', 'held']],
      },
      {
        text: 'On the iPhone, tap “Yes, it was me”.',
        done: [['iPhone', 'said yes']],
      },
      {
        text: 'The Galaxy has waited for that: by itself it goes on, and shows the photos.',
        done: [['galaxy', 'photos']],
      },
    ],
  },
];

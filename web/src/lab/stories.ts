// What can be played in the lab, one step a line.

export interface Story {
  title: string;
  steps: string[];
}

export const stories: Story[] = [
  {
    title: 'The story',
    steps: [
      'Sign Alice in on the iPhone. It is her first device, so nobody is asked.',
      'Sign Alice in on the Galaxy, which is in Moscow. The iPhone asks: “Was that you?”',
      'On the iPhone, tap “No, close this session”.',
      'The Galaxy is signed out and says why. Its next call would get 401 anyway.',
    ],
  },
  {
    title: 'The thief',
    steps: [
      'Sign Alice in on the iPhone, then on the Galaxy: a thief has her password.',
      'On the Galaxy, close the iPhone or all other sessions. It is refused: not confirmed.',
      'Switch on “app wipes nothing” for the Galaxy, then say “No” on the iPhone.',
      'The thief’s app still shows its screen, but the server refuses whatever it asks.',
    ],
  },
  {
    title: 'The lost phone',
    steps: [
      'Sign Alice in on the iPhone and on Chrome, and answer “Yes” on the iPhone.',
      'Switch the iPhone off: it is lost. In Chrome, sign it out.',
      '“Recently ended” says: not confirmed by the device yet, access refused.',
      'Switch it on: it is told, deletes its data, and confirms.',
    ],
  },
  {
    title: 'The shared phone',
    steps: [
      'Sign Alice in on the Pixel, and sign out again.',
      'Sign Bob in on the same Pixel.',
      'Sign Alice in on the iPhone. Her alert does not go to the Pixel: Bob has it now.',
      'Sign Bob out with “forget this device”: his next sign-in there is a new device.',
    ],
  },
];

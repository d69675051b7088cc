// A page in React whose calls are refused: of its client it has what the hook asks, and a button that answers.
export const heldPage = `import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { initializeApp } from 'firebase/app';
import type { SessionsClient, Waiting } from '@device-sessions/client';
import { ActiveSessions, useSessions } from '@device-sessions/client/react';

let end: (isConfirmed: boolean) => void = () => {};
const held: Waiting = {
  until: Date.now() + 600_000,
  confirmBy: ['other_device', 'time'],
  done: new Promise((resolve) => (end = resolve)),
  ask: async () => {},
  prove: async () => false,
  stop: () => end(false),
};
const client = {
  list: async () => [],
  onChanged: () => () => {},
  onEnded: () => () => {},
  waitForConfirmation: async (error: unknown) => (error === 'held' ? held : null),
} as unknown as SessionsClient;
const app = initializeApp({ apiKey: 'any', projectId: 'any' });

function Page() {
  const { waiting, refused } = useSessions(app, client);
  const [said, setSaid] = useState('nothing');
  const call = (error: string) => () => void refused(error).then((again) => setSaid(String(again)));
  return (
    <>
      <button onClick={call('held')}>Held</button>
      <button onClick={call('other')}>Other</button>
      <button onClick={() => end(true)}>Answer</button>
      <p>Said: {said}</p>
      {waiting ? <ActiveSessions client={client} waiting={waiting} /> : <p>Nothing waits</p>}
    </>
  );
}

createRoot(document.getElementById('root')!).render(<Page />);
`;

// What a function of yours gives to confirmed sessions only: held until another device has answered.
import { useState } from 'react';
import { getFunctions, httpsCallable } from 'firebase/functions';
import type { SessionsState } from '@device-sessions/client/react';
import { app } from './firebase';

const statements = httpsCallable<void, string[]>(getFunctions(app), 'statements');

export function Statements({ refused }: Pick<SessionsState, 'refused'>) {
  const [shown, setShown] = useState<string[]>([]);

  async function open(): Promise<void> {
    try {
      setShown((await statements()).data);
    } catch (error) {
      if (!(await refused(error))) throw error;
      await open();
    }
  }

  return (
    <>
      <button onClick={open}>Statements</button>
      <ul>
        {shown.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

// What `npm start` shows after "ready": a line for each event, of the log and of the outbox of pushes.
import type { App } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { outboxCollection, type LabNotice } from '../labNotices.ts';
import { followLog } from './logFile.ts';
import { parseLogLine, type LogLine } from './logLine.ts';
import { makeNames } from './names.ts';
import { eventSentence, pushSentence, startSentence } from './sentences.ts';
import { watchStarts } from './starts.ts';

/** The log is read some moments later than it is written: an alert shall not stand before its sign-in. */
const pushDelayMilliseconds = 800;

/** On the stack of the environment. Returns how to stop. */
export async function tellEvents(
  app: App,
  logFile: string,
  { write, say }: { write(line: string): void; say(notice: LabNotice): Promise<void> },
): Promise<() => void> {
  // Not before now: what it loads reads the environment.
  const { listUserSessions } = await import('../../../functions/src/admin.ts');
  const outbox = getFirestore(app).collection(outboxCollection);
  const names = makeNames(getAuth(app), listUserSessions);

  const tell = (sentence: string | null): void => {
    if (sentence !== null) write(`${new Date().toTimeString().slice(0, 8)}  ${sentence}`);
  };

  async function tellLine(line: LogLine): Promise<void> {
    if (line.kind === 'message') tell(line.text);
    else {
      const session = await names.sessionOf(line.sessionId, line);
      const actor = line.actorSessionId === null ? null : names.knownSession(line.actorSessionId);
      tell(eventSentence(line, session, actor));
    }
  }

  function tellPush({ message }: KeptPush): void {
    const session = names.knownSession(message.data['receiverSessionId'] ?? '');
    if (session) tell(pushSentence(message.data, session));
  }

  // One after the other, for each asks the stack who that is.
  let told = Promise.resolve();
  const inTurn = (work: () => void | Promise<void>): void => {
    told = told.then(work).catch((error: unknown) => tell((error as Error).message));
  };
  const watch = watchStarts((name, state) => {
    inTurn(() => tell(startSentence(name, state)));
    inTurn(() => say({ action: `function_${state}`, name }));
  });
  const stopLog = followLog(logFile, (text) => {
    watch(text);
    const line = parseLogLine(text);
    if (line) inTurn(() => tellLine(line));
  });
  const stopOutbox = outbox.where('createdAt', '>=', new Date()).onSnapshot(
    (snapshot) => {
      for (const { type, doc } of snapshot.docChanges()) {
        if (type !== 'added') continue;
        setTimeout(() => inTurn(() => tellPush(doc.data() as KeptPush)), pushDelayMilliseconds);
      }
    },
    (error) => tell(`The outbox of pushes cannot be read: ${error.message}`),
  );
  return () => {
    stopLog();
    stopOutbox();
  };
}

interface KeptPush {
  message: { token: string; data: Record<string, string> };
}

// Starts the processes of the functions that the lab's stories need: the emulator starts each at its first
// call, which takes a second or many. It runs after "ready", so that nobody waits for it.
import { storyFunctions } from '../../web/src/lab/warming.ts';
import type { LabNotice } from './labNotices.ts';

interface Backends {
  backends: { functionTriggers: Trigger[] }[];
}

interface Trigger {
  id: string;
  name: string;
  region: string;
  eventTrigger?: { eventType: string; eventFilterPathPatterns?: { document?: string } };
}

/** So many at a time: a developer's machine has other things to do. */
const lanes = 2;
/** The emulator never answers for a function that it cannot start. */
const patienceMilliseconds = 70_000;

/** Resolves when all are started, or could not be. Never rejects. */
export async function warmFunctions(
  functionsHost: string,
  project: string,
  say: (notice: LabNotice) => Promise<void>,
): Promise<void> {
  try {
    const answer = await fetch(`http://${functionsHost}/backends`);
    const { backends } = (await answer.json()) as Backends;
    const triggers = backends.flatMap((one) => one.functionTriggers);
    const documentTriggers = triggers.filter((one) => documentOf(one) !== null);
    const called = storyFunctions.flatMap((name) => triggers.filter((one) => one.name === name));
    const work = [...called.slice(0, 2), ...documentTriggers, ...called.slice(2)];
    await say({ action: 'warming', names: work.map(({ name }) => name).join(',') });
    const next = async (): Promise<void> => {
      const trigger = work.shift();
      if (!trigger) return;
      await start(trigger, functionsHost, project).catch(() => {});
      await say({ action: 'warmed', name: trigger.name });
      await next();
    };
    await Promise.all(Array.from({ length: lanes }, next));
  } catch {
    // The emulators are going already.
  }
}

async function start(trigger: Trigger, functionsHost: string, project: string): Promise<void> {
  const signal = AbortSignal.timeout(patienceMilliseconds);
  const document = documentOf(trigger);
  if (document === null) {
    const url = `http://${functionsHost}/${project}/${trigger.region}/${trigger.name}`;
    const headers = { Origin: `http://${functionsHost}`, 'Access-Control-Request-Method': 'POST' };
    await fetch(url, { method: 'OPTIONS', headers, signal });
    return;
  }
  await fetch(`http://${functionsHost}/functions/projects/${project}/triggers/${trigger.id}-0`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/cloudevents+json' },
    body: JSON.stringify(emptyEvent(trigger.eventTrigger!.eventType, project, document)),
    signal,
  });
}

/** The path that a document would have for which this function is called; null for any other function. */
function documentOf({ eventTrigger }: Trigger): string | null {
  const pattern = eventTrigger?.eventFilterPathPatterns?.document;
  return pattern?.replace(/\{[^}]*\}/g, 'none') ?? null;
}

/** Of a document without fields, in which there is nothing to do. */
function emptyEvent(type: string, project: string, document: string): object {
  const database = '(default)';
  return {
    specversion: '1.0',
    id: 'warm',
    type,
    source: `//firestore.googleapis.com/projects/${project}/databases/${database}`,
    subject: `documents/${document}`,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    ...{ project, database, document, namespace: '(default)', location: 'nam5' },
    data: {},
  };
}

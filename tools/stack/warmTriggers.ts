// Starts the processes of the functions that Firestore calls, so that the first login is alerted at once:
// pages start those that they call by calling them, but nobody waits for a trigger.

interface Backends {
  backends: { functionTriggers: Trigger[] }[];
}

interface Trigger {
  id: string;
  eventTrigger?: { eventType: string; eventFilterPathPatterns?: { document?: string } };
}

/** Sends each an event of a document without fields, in which there is nothing to do. Never rejects. */
export async function warmTriggers(functionsHost: string, project: string): Promise<void> {
  try {
    const answer = await fetch(`http://${functionsHost}/backends`);
    const { backends } = (await answer.json()) as Backends;
    for (const { id, eventTrigger } of backends.flatMap((one) => one.functionTriggers)) {
      const pattern = eventTrigger?.eventFilterPathPatterns?.document;
      if (!eventTrigger || pattern === undefined) continue;
      const document = pattern.replace(/\{[^}]*\}/g, 'none');
      await fetch(`http://${functionsHost}/functions/projects/${project}/triggers/${id}-0`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/cloudevents+json' },
        body: JSON.stringify(emptyEvent(eventTrigger.eventType, project, document)),
      });
    }
  } catch {
    // The emulators are going already.
  }
}

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

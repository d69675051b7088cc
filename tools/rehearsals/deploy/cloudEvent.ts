// The event of a new session as Eventarc delivers it.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../process/paths.ts';

/** As Eventarc delivers it: a CloudEvent in binary mode, its data a protobuf. */
export async function sendCreated(url: string, project: string): Promise<Response> {
  const time = new Date();
  const document = 'deviceSessions/AAAAAAAAAAAAAAAAAAAAAA';
  // Not exported, so by its path: the same protobuf that firebase-functions decodes with.
  const protobuf = 'functions/node_modules/firebase-functions/protos/compiledFirestore.js';
  const protos = createRequire(import.meta.url)(join(root, protobuf)) as Protos;
  const { DocumentEventData } = protos.google.events.cloud.firestore.v1;
  const at = { seconds: Math.floor(time.getTime() / 1000), nanos: 0 };
  const data = DocumentEventData.encode({
    value: {
      name: `projects/${project}/databases/(default)/documents/${document}`,
      fields: { userId: { stringValue: 'alice' }, tenantId: { nullValue: 0 } },
      createTime: at,
      updateTime: at,
    },
  }).finish();
  const headers = {
    'content-type': 'application/protobuf',
    'ce-specversion': '1.0',
    'ce-id': 'event-1',
    'ce-type': 'google.cloud.firestore.document.v1.created',
    'ce-source': `//firestore.googleapis.com/projects/${project}/databases/(default)`,
    'ce-subject': `documents/${document}`,
    'ce-time': time.toISOString(),
    'ce-project': project,
    'ce-database': '(default)',
    'ce-namespace': '(default)',
    'ce-document': document,
    'ce-location': 'nam5',
  };
  return fetch(url, { method: 'POST', headers, body: Buffer.from(data) });
}

interface Protos {
  google: {
    events: {
      cloud: {
        firestore: {
          v1: { DocumentEventData: { encode(data: object): { finish(): Uint8Array } } };
        };
      };
    };
  };
}

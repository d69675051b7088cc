// The embedded Firestore for one test file alone: what is written and counted there is the file's own.
import { Firestore } from '@google-cloud/firestore';
import { startEmbedded, stopEngine } from '../../tools/emulator/test/engines.ts';

const projectId = 'demo-alone';

export interface EmbeddedFirestore {
  /** `host:port` */
  address: string;
  /** A client of it, or of what stands between: terminate it before `stop`. */
  connect(address?: string): Firestore;
  clear(): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startFirestore(): Promise<EmbeddedFirestore> {
  const engine = await startEmbedded();
  const { address } = engine;
  const documents = `emulator/v1/projects/${projectId}/databases/(default)/documents`;
  return {
    address,
    connect: (host = address) =>
      new Firestore({
        ...{ projectId, host, ssl: false },
        customHeaders: { Authorization: 'Bearer owner' },
      }),
    clear: () => fetch(`http://${address}/${documents}`, { method: 'DELETE' }),
    stop: () => stopEngine(engine),
  };
}

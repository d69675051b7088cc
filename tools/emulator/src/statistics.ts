// What clients have asked of the emulator since the start or the last reset, for tests and benchmarks.

export interface StatisticsSnapshot {
  /** Documents sent, as Firestore bills them: an empty query and a missing document count as one. */
  reads: number;
  /** Writes applied, deletes apart; one that changed nothing counts too. */
  writes: number;
  deletes: number;
  /** Calls by the name of the RPC; a stream is one call, a retry is another. Refused clients don't count. */
  rpcs: Record<string, number>;
}

export interface Statistics {
  countRpc(name: string): void;
  countReads(documents: number): void;
  countWrites(writes: number, deletes: number): void;
  snapshot(): StatisticsSnapshot;
  reset(): void;
}

export function createStatistics(): Statistics {
  let counts: StatisticsSnapshot = { reads: 0, writes: 0, deletes: 0, rpcs: {} };
  return {
    countRpc(name) {
      counts.rpcs[name] = (counts.rpcs[name] ?? 0) + 1;
    },
    countReads(documents) {
      counts.reads += documents;
    },
    countWrites(writes, deletes) {
      counts.writes += writes;
      counts.deletes += deletes;
    },
    snapshot: () => structuredClone(counts),
    reset() {
      counts = { reads: 0, writes: 0, deletes: 0, rpcs: {} };
    },
  };
}

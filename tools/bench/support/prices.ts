// What a call costs by Google's public price list: us-central1, November 2026, in US dollars, beyond
// the free amounts. Check them against the list of your own region before you rely on them.

export const prices = {
  firestore: {
    readsPerMillion: 0.3,
    writesPerMillion: 0.9,
    deletesPerMillion: 0.1,
    gibMonth: 0.15,
  },
  cloudRun: {
    /** Tier 1, billed while a request is served. */
    vcpuSecond: 0.000024,
    gibSecond: 0.0000025,
    requestsPerMillion: 0.4,
  },
} as const;

/** The instances of the callables and endpoints, as they are deployed. */
const instance = { vcpus: 1, gib: 0.25 };
/** Cloud Run bills in steps of this. */
const billedStepMs = 100;

/** How long a call is assumed to take in the region of its database. */
export const assumed = { roundTripMs: 15, outboundMs: 100, cpuMs: 5 } as const;

export interface CallCost {
  roundTrips: number;
  reads: number;
  writes: number;
  deletes: number;
  /** Times that the call waits for another service than Firestore. */
  outboundWaits: number;
}

export function firestoreDollars(
  { reads, writes, deletes }: Pick<CallCost, 'reads' | 'writes' | 'deletes'>,
  calls: number,
): number {
  const { readsPerMillion, writesPerMillion, deletesPerMillion } = prices.firestore;
  const perMillion =
    reads * readsPerMillion + writes * writesPerMillion + deletes * deletesPerMillion;
  return (perMillion * calls) / 1e6;
}

/** Milliseconds that a call is served, by the assumptions. */
export function servedMs({ roundTrips, outboundWaits }: CallCost): number {
  return assumed.cpuMs + roundTrips * assumed.roundTripMs + outboundWaits * assumed.outboundMs;
}

/** The dearest case: every instance serves one call at a time, and each is rounded up. */
export function aloneDollars(cost: CallCost, calls: number): number {
  const billedMs = Math.ceil(servedMs(cost) / billedStepMs) * billedStepMs;
  return runDollars(billedMs / 1000, calls);
}

/** Busy instances, which serve calls side by side: what is billed is their CPU at this share of use. */
export function busyDollars(calls: number, utilisation: number): number {
  return runDollars(assumed.cpuMs / 1000 / utilisation, calls);
}

function runDollars(instanceSecondsPerCall: number, calls: number): number {
  const { vcpuSecond, gibSecond, requestsPerMillion } = prices.cloudRun;
  const perSecond = instance.vcpus * vcpuSecond + instance.gib * gibSecond;
  return calls * (instanceSecondsPerCall * perSecond + requestsPerMillion / 1e6);
}

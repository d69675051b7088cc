// What may be unusual about a login.
export const loginSignalNames = ['new_device', 'new_country', 'impossible_travel'] as const;
export type LoginSignal = (typeof loginSignalNames)[number];

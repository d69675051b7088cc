// What may be unusual about a login.
export type LoginSignal = 'new_device' | 'new_country' | 'impossible_travel';

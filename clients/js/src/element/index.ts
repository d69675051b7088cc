// Importing this file defines <active-sessions>.
import { ActiveSessions } from './activeSessions.ts';

export type { SessionsSource } from './actions.ts';
export { ActiveSessions, type Reauthenticate } from './activeSessions.ts';
export type { Proof } from './model.ts';
export type { ElementTexts } from './texts/index.ts';

if (!customElements.get('active-sessions')) {
  customElements.define('active-sessions', ActiveSessions);
}

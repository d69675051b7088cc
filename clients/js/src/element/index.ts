// Importing this file defines <active-sessions>.
import { ActiveSessions } from './activeSessions.ts';

export type { SessionsSource } from './actions.ts';
export { ActiveSessions } from './activeSessions.ts';
export type { AskCode, CodeHint, Proof, Reauthenticate } from '../popupReauthentication.ts';
export type { ElementTexts } from './texts/index.ts';

if (!customElements.get('active-sessions')) {
  customElements.define('active-sessions', ActiveSessions);
}

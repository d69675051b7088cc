// The page's start: the sessions of whoever is signed in; in the emulator the device lab as well.
import { findEnvironment } from './environment.ts';

const app = document.querySelector('#app')!;

try {
  const environment = await findEnvironment();
  const isLab = environment.emulators !== null && location.pathname !== '/page';
  const { open } = isLab ? await import('./lab/lab.ts') : await import('./page/page.ts');
  app.replaceChildren(await open(environment));
} catch (error) {
  app.textContent = (error as Error).message;
}

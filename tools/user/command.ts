// What `npm run user` does with its words.
import { CommandError } from '../process/command.ts';
import { actions, type Action } from './actions.ts';
import { silenceBackend, toCommandError } from './backend.ts';
import { findUser } from './findUser.ts';
import { askFor, enterProject, requireTerminal } from './project.ts';
import { parseUserOptions } from './options.ts';

/** Resolves to its exit code; an expected failure is a CommandError. */
export async function userCommand(
  args: string[],
  { log, error: tell }: Pick<Console, 'log' | 'error'>,
): Promise<number> {
  const options = parseUserOptions(args);
  const { action: name, tenantId } = options;
  const action: Action = actions[name];
  const place = await enterProject(options.project);
  if (action.change && !options.isAgreed) requireTerminal(place);
  const { project } = place;
  const speak = silenceBackend();
  try {
    // Not before now: what it loads reads the environment.
    const api = await import('../../functions/src/admin.ts');
    const user = await findUser(options.user, { project, tenantId }, (uid) =>
      api.exportUser(uid, { tenantId }),
    );
    const made = action.showsAccount && user.createdAt ? `, made ${user.createdAt}` : '';
    const change = action.change && `${action.change} of ${user.name} (uid ${user.uid}${made})`;
    if (change && options.isAgreed) tell(`${change} in ${place.description}.`);
    else if (change) await askFor(place, change);
    const { value, text } = await action.run(api, { ...options, uid: user.uid });
    log(options.isJson ? JSON.stringify(value, null, 2) : text);
    return 0;
  } catch (error) {
    throw error instanceof CommandError ? error : toCommandError(error, project);
  } finally {
    speak();
  }
}

// The roles of the service account that runs the functions, as docs/deploying.md grants them.
import { CloudError, type Cloud, type Policy } from './cloud.ts';
import { ok, unknown, wrong, type Finding } from './finding.ts';

/** On itself, where they are narrowest; on the whole project they count as well. */
const ownRoles = ['iam.serviceAccountTokenCreator', 'iam.serviceAccountUser'];
/** On the project. */
const projectRoles = ['cloudtasks.enqueuer', 'run.invoker'];
/** On the project, where the account is no Editor; the last one is for the builds. */
const editorRoles = [
  ...['datastore.user', 'firebaseauth.viewer', 'firebasecloudmessaging.admin'],
  ...['eventarc.eventReceiver', 'cloudbuild.builds.builder'],
];

export async function checkRoles(cloud: Cloud, id: string): Promise<Finding[]> {
  try {
    const project = await cloud.get<{ projectNumber: string }>(
      `https://cloudresourcemanager.googleapis.com/v1/projects/${id}`,
    );
    if (!project) return [wrong(`There is no project ${id}.`, 'npx firebase projects:list')];
    const account = `${project.projectNumber}-compute@developer.gserviceaccount.com`;
    const [onProject, onItself] = await Promise.all([
      cloud.policyOf(`https://cloudresourcemanager.googleapis.com/v1/projects/${id}`),
      cloud.policyOf(`https://iam.googleapis.com/v1/projects/${id}/serviceAccounts/${account}`),
    ]);
    return findRoles({ id, account, onProject, onItself });
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    const mend = `gcloud projects get-iam-policy ${id} (docs/deploying.md, "Roles")`;
    return [unknown(`the roles of the functions' service account: ${error.message}`, mend)];
  }
}

interface Policies {
  id: string;
  account: string;
  onProject: Policy;
  onItself: Policy;
}

function findRoles({ id, account, onProject, onItself }: Policies): Finding[] {
  const member = `serviceAccount:${account}`;
  const has = ({ bindings = [] }: Policy, role: string) =>
    bindings.some((one) => one.role === `roles/${role}` && one.members.includes(member));
  const isEditor = has(onProject, 'editor') || has(onProject, 'owner');
  const needed = [...projectRoles, ...(isEditor ? [] : editorRoles)];
  const flags = (role: string) => `--project ${id} --member ${member} --role roles/${role}`;
  const findings = [
    ...ownRoles
      .filter((role) => !has(onItself, role) && !has(onProject, role))
      .map((role) =>
        wrong(
          `${account} lacks roles/${role} on itself.`,
          `gcloud iam service-accounts add-iam-policy-binding ${account} ${flags(role)}`,
        ),
      ),
    ...needed
      .filter((role) => !has(onProject, role))
      .map((role) =>
        wrong(
          `${account} lacks roles/${role}.`,
          `gcloud projects add-iam-policy-binding ${id} ${flags(role)}`,
        ),
      ),
  ];
  return findings.length > 0 ? findings : [ok(`the roles of ${account}`)];
}

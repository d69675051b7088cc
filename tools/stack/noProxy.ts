// A proxy of the developer's is for the network. What runs on this machine is reached without it, by the
// CLI, the functions and Google's libraries alike, which all read these variables.

const here = ['127.0.0.1', 'localhost', '::1'];

/** Adds this machine to what is reached without a proxy. */
export function reachThisMachineDirectly(env: NodeJS.ProcessEnv = process.env): void {
  for (const name of ['NO_PROXY', 'no_proxy']) {
    const listed = (env[name] ?? '').split(/[\s,]+/).filter(Boolean);
    env[name] = [...new Set([...listed, ...here])].join(',');
  }
}

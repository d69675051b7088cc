// Every developer's command starts here, on whatever Node the machine has: refuses an old one in a
// sentence, installs what is missing, then runs scripts/<task>.ts on the Node that package.json pins.
// Without static imports and new syntax, so that an old Node can say why it will not do.
var major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error('This project needs Node 20 or newer; this is ' + process.versions.node + '.');
  process.exitCode = 1;
} else if (process.platform === 'win32') {
  console.error('On Windows, use this project inside WSL: its commands need a POSIX shell.');
  process.exitCode = 1;
} else {
  import('./bootstrap.mjs').then(function (bootstrap) {
    return bootstrap.runTask(process.argv[2], process.argv.slice(3));
  });
}

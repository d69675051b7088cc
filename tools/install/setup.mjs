// Every developer's command starts here, on whatever Node the machine has: refuses an old one in a
// sentence, and installs what is missing. Writes the path of the Node to go on with.
// Without static imports and new syntax, so that an old Node can say why it will not do.
var major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error('This project needs Node 20 or newer; this is ' + process.versions.node + '.');
  process.exitCode = 1;
} else if (process.platform === 'win32') {
  console.error('On Windows, use this project inside WSL: its commands need a POSIX shell.');
  process.exitCode = 1;
} else {
  void import('./install.mjs').then(function (install) {
    return install.setUp(process.argv.slice(2));
  });
}

# How npm runs a command of this repository, on whatever Node the machine has: installs what the command needs
# and does not find, then goes on with a Node that is new enough (arguments: the program, and its words).
node=$(node tools/install/setup.mjs "$@") || exit
PATH="$(dirname "$node"):$PWD/tools/node_modules/.bin:$PATH"
export PATH
exec "$node" "$@"

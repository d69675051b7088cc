// npm run api: writes docs/api.json from the code's own schemas.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiText } from './api/document.ts';
import { runCommand } from './command.ts';
import { root } from './paths.ts';

await runCommand(async () => {
  writeFileSync(join(root, 'docs', 'api.json'), apiText());
  return 0;
});

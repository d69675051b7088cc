// npm run api: writes docs/api.json from the code's own schemas, and the client's types from docs/api.json.
import { writeFileSync } from 'node:fs';
import { apiFile, apiText, makeApi } from '../api/document.ts';
import { typesFile, typesText } from '../api/types.ts';
import { runCommand } from '../process/command.ts';
import { requireNoWords } from '../process/words.ts';

await runCommand(async () => {
  requireNoWords(process.argv.slice(2), 'api');
  writeFileSync(apiFile, apiText());
  writeFileSync(typesFile, await typesText(makeApi()));
  return 0;
});

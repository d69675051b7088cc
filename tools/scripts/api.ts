// npm run api: writes docs/api.json from the code's own schemas, and the clients' types from docs/api.json.
import { writeFileSync } from 'node:fs';
import { apiFile, apiText, makeApi } from '../api/document.ts';
import { kotlinFile, kotlinText } from '../api/kotlin.ts';
import { typesFile, typesText } from '../api/types.ts';
import { runCommand } from '../process/command.ts';
import { requireNoWords } from '../process/words.ts';

await runCommand(async () => {
  requireNoWords(process.argv.slice(2), 'api');
  writeFileSync(apiFile, apiText());
  writeFileSync(typesFile, await typesText(makeApi()));
  writeFileSync(kotlinFile, kotlinText(makeApi()));
  return 0;
});

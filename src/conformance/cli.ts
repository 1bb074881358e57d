/** The process behind `npm run conformance`. */
import { conformance } from './commandLine.ts';

process.exitCode = await conformance(process.argv.slice(2), {
  line: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
});

// Makes a role ready to run and prints the command that runs it, a word a line. Called by ./spoor.
import { commandOf, runTool } from './toolchain.mjs';

runTool(() => process.stdout.write(commandOf(process.argv[2] ?? '').join('\n')));

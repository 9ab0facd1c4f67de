// Makes a role ready to run and prints the file to run. Called by ./spoor.
import { BootstrapError, ensureBuilt, ensureInstalled, roles, runTool } from './toolchain.mjs';

runTool(() => {
  const role = process.argv[2] ?? '';
  const known = roles();
  if (!known.includes(role)) {
    const said = role === '' ? 'no role given' : `there is no role '${role}'`;
    throw new BootstrapError(`${said}; usage: ./spoor ROLE [flags], where ROLE is one of: ${known.join(', ')}`);
  }
  ensureInstalled();
  process.stdout.write(ensureBuilt(role));
});

// `npm start`: the all-in-one, for as long as npm lives. npm passes no signal on to what it runs, so that a
// plain `kill` of npm would leave the service behind with its ports: this process notices and ends it. (The script says
// `exec`, so that npm and not a shell is the parent to watch.)
import { spawn } from 'node:child_process';
import { commandOf, runTool } from './toolchain.mjs';

const PARENT_CHECK_MS = 250;

runTool(() => {
  const [program, ...words] = commandOf('all-in-one');
  const service = spawn(program, [...words, ...process.argv.slice(2)], { stdio: 'inherit' });
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== npm) service.kill('SIGTERM');
  }, PARENT_CHECK_MS);
  // Ctrl-C reaches the service by itself: it belongs to the terminal's foreground group.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'])
    process.on(signal, () => service.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  service.on('exit', (code, signal) => {
    clearInterval(watch);
    process.exitCode = code ?? (signal === null ? 0 : 1);
  });
});

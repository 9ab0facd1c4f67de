// main of every service: reads the configuration, builds what the composition is given, starts it, and stays until a
// signal. What the operator must mend is one line on stderr and exit code 1, never a stack.
import { type LogFields, type Logger, NameTable, TracingError } from '@spoor/core';
import { adminServer } from '../admin/admin-server.ts';
import type { ServiceState } from '../admin/service-state.ts';
import { type BuildInfo, buildInfo } from '../build-info.ts';
import { type CommonConfig, commonConfig } from '../config/common-config.ts';
import { type AnyField, type ConfigSpecs, type ConfigsOf, fieldsByFlag } from '../config/config-specs.ts';
import { loadServiceConfig } from '../config/load-config.ts';
import { namesOf } from '../config/occurrences.ts';
import { parseArgs } from '../config/parse-args.ts';
import { createLogger, logLevel } from '../log/create-logger.ts';
import { createMetrics } from '../metrics/create-metrics.ts';
import { registerProcessMetrics } from '../metrics/process-metrics.ts';
import { systemClock } from '../system-clock.ts';
import type { CommandContext } from './command-context.ts';
import { COMMANDS, printHelp } from './commands.ts';
import { ComponentGraph } from './component-graph.ts';
import { type Host, processHost } from './host.ts';
import type { Service, ServiceDeps } from './service.ts';
import { stopOnSignal } from './stop-on-signal.ts';

/** What a service has to be stopped in, `shutdown.delay` included; Kubernetes kills after 30 s. */
const STOP_WITHIN_MS = 29_500;

/** Resolves when the service runs, or has been refused: the host's `exit` was called then. Never throws. */
export async function runService<S extends ConfigSpecs>(
  service: Service<S>,
  host: Host = processHost(),
): Promise<void> {
  const common = commonConfig(service.common);
  const specs = { ...service.specs, common };
  try {
    const command = commandOf(host.args, specs);
    if (command === null) await run(service, common, host);
    else host.exit(await runCommand(command, service, specs, host));
  } catch (error) {
    for (const line of errorLines(error)) host.stderr.write(`${service.name}: ${line}\n`);
    host.exit(1);
  }
}

/** CONFIG_INVALID speaks for itself; anything else is a mistake of ours and shows where. */
function errorLines(error: unknown): readonly string[] {
  if (error instanceof TracingError && error.code !== 'INTERNAL') return error.message.split('\n');
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

interface FoundCommand {
  readonly name: string;
  readonly args: readonly string[];
}

/** null = run the service. `help` in any position wins. */
function commandOf(args: readonly string[], specs: ConfigSpecs): FoundCommand | null {
  const fields = new Map<string, AnyField>();
  const commandSpecs = [...COMMANDS].map(([name, { spec }]) => [name, spec] as const);
  for (const field of fieldsByFlag({ ...specs, ...Object.fromEntries(commandSpecs) }).values()) {
    for (const name of namesOf(field)) fields.set(name, field);
  }
  const parsed = parseArgs(args, fields);
  if (parsed.help) return { name: 'help', args: [] };
  const name = parsed.words[0];
  if (name === undefined) return null;
  const at = parsed.wordsAt[0] ?? 0;
  return { name, args: [...args.slice(0, at), ...args.slice(at + 1)] };
}

function runCommand<S extends ConfigSpecs>(
  { name, args }: FoundCommand,
  service: Service<S>,
  specs: ConfigSpecs,
  host: Host,
): Promise<number> {
  const context: CommandContext = {
    service: service.name,
    summary: service.summary,
    specs,
    sources: { args, env: host.env },
    adminHostPort: service.common.adminHostPort,
    print: (text) => void host.stdout.write(text),
  };
  const command = COMMANDS.get(name);
  if (command !== undefined) return name === 'help' ? printHelp(context) : command.run(context);
  throw new TracingError('CONFIG_INVALID', `unknown command ${name}; there are ${[...COMMANDS.keys()].join(', ')}`);
}

async function run<S extends ConfigSpecs>(
  service: Service<S>,
  commonSpec: ReturnType<typeof commonConfig>,
  host: Host,
): Promise<void> {
  const sources = { args: host.args, env: host.env };
  const { configs, common, warnings } = await loadServiceConfig(service.specs, commonSpec, sources);
  const logger = createLogger({
    level: logLevel(common.logLevel),
    encoding: common.logEncoding === 'console' ? 'console' : 'json',
    stream: host.stderr,
    clock: systemClock,
  });
  for (const warning of warnings) logger.warn(warning);
  const build = buildInfo();
  const deps = { clock: systemClock, logger, metrics: createMetrics(), names: new NameTable() };
  registerMetrics(service.buildInfoMetric, build, deps, host);
  const graph = composeGraph(service, configs, common, deps, build);
  host.onCrash((error) => {
    logger.error('crashed', { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    host.exit(1);
  });
  stopOnSignal(host, graph, logger, common.shutdownDelayMs, STOP_WITHIN_MS);
  await graph.start(STOP_WITHIN_MS);
  if (graph.state === 'ready') announceReady(service.name, build, graph, logger, host);
}

function composeGraph<S extends ConfigSpecs>(
  service: Service<S>,
  configs: ConfigsOf<S>,
  common: CommonConfig,
  deps: ServiceDeps,
  build: BuildInfo,
): ComponentGraph {
  const stages = service.compose(configs, deps, common);
  const components = stages.flat();
  const state: ServiceState = {
    clock: deps.clock,
    isReady: () => graph.state === 'ready',
    readySinceMs: () => graph.readySinceMs,
    components: () => components,
  };
  const admin = adminServer(common, { state, metrics: deps.metrics, build, logger: deps.logger });
  const graph = new ComponentGraph([admin, ...stages], deps.logger, deps.clock);
  return graph;
}

function registerMetrics(buildInfoMetric: string, build: BuildInfo, deps: ServiceDeps, host: Host): void {
  const labels = { build_date: build.buildDate, revision: build.gitCommit, version: build.gitVersion };
  deps.metrics.gauge(buildInfoMetric, 'The build; always 1.', labels).value = 1;
  registerProcessMetrics(deps.metrics, deps.clock.nowMs() - host.uptimeS() * 1_000);
}

/** One line that a launcher can wait for: READY, with each component's address. */
function announceReady(name: string, build: BuildInfo, graph: ComponentGraph, logger: Logger, host: Host): void {
  const details: LogFields = Object.fromEntries(
    graph.components
      .map((component) => [component.name, component.health().detail])
      .filter(([, detail]) => detail !== ''),
  );
  logger.info('READY', {
    service: name,
    version: build.gitVersion,
    startMs: Math.round(host.uptimeS() * 1_000),
    ...details,
  });
}

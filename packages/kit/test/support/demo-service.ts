// A whole service for tests, run as a process: a listener that begins its answer before it has the whole body, and a
// store that can refuse to start.
import type { Component, ConfigSpec } from '@spoor/core';
import {
  checkTlsServer,
  httpServer,
  openServerTls,
  runService,
  type TlsServerConfig,
  tlsServerFields,
} from '@spoor/kit';

interface WebConfig extends TlsServerConfig {
  readonly hostPort: string;
  readonly key: string;
  readonly mode: string;
}

const web: ConfigSpec<WebConfig> = {
  title: 'Web',
  fields: {
    hostPort: { flag: 'web.host-port', type: 'host-port', default: ':0', help: 'Address.', aliases: ['web.port'] },
    key: { flag: 'web.key', type: 'string', default: '', help: 'Key.', secret: true },
    mode: { flag: 'mode', envOnly: 'WEB_MODE', type: 'string', default: 'plain', help: 'What the store does.' },
    ...tlsServerFields('web'),
  },
  check: (config) => checkTlsServer('web', config),
};

function store(mode: string): Component {
  return {
    name: 'store',
    start: () => (mode === 'broken' ? Promise.reject(new Error('the store is broken')) : Promise.resolve()),
    stop: () => Promise.resolve(),
    health: () => ({ state: 'ready', detail: '' }),
  };
}

await runService({
  name: 'demo',
  summary: 'A service for tests.',
  common: { adminHostPort: ':14269', listenHost: '127.0.0.1', shutdownDelayMs: 0 },
  buildInfoMetric: 'jaeger_build_info',
  specs: { web },
  compose(configs, { logger }) {
    let bound = '';
    const tls = openServerTls('web', configs.web, logger);
    const server = httpServer((request, response) => {
      if (request.url === '/crash') setImmediate(() => JSON.parse('{'));
      response.write('begun,');
      request.resume();
      request.on('end', () => response.end('done'));
    }, tls);
    const listener: Component = {
      name: 'web',
      async start() {
        bound = await server.listen(configs.web.hostPort, 'web.host-port');
      },
      stop: (deadlineMs) => server.stop(deadlineMs),
      health: () => ({ state: 'ready', detail: bound }),
    };
    return [store(configs.web.mode), listener];
  },
});

// Profiles of the running process in V8's own formats, which Chrome's and VS Code's tools open:
//   /debug/profile/cpu?seconds=30 (.cpuprofile)   /debug/profile/heap?seconds=30 (.heapprofile, sampled allocations)
//   /debug/heap-snapshot (.heapsnapshot; stops the process while it is taken)
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const MAX_SECONDS = 300;

/** Answers 404 for other paths, 400 for a wrong `seconds`. */
export async function serveProfile(path: string, query: URLSearchParams, response: ServerResponse): Promise<void> {
  const seconds = Number(query.get('seconds') ?? '30');
  if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
    response
      .writeHead(400, { 'content-type': 'text/plain' })
      .end(`seconds must be above 0 and at most ${MAX_SECONDS}\n`);
    return;
  }
  switch (path) {
    case '/debug/profile/cpu':
      return sendProfile(response, 'cpu.cpuprofile', await cpuProfile(seconds));
    case '/debug/profile/heap':
      return sendProfile(response, 'heap.heapprofile', await heapProfile(seconds));
    case '/debug/heap-snapshot':
      return sendHeapSnapshot(response);
    default:
      response
        .writeHead(404, { 'content-type': 'text/plain' })
        .end('profiles: /debug/profile/cpu /debug/profile/heap /debug/heap-snapshot\n');
  }
}

async function cpuProfile(seconds: number): Promise<unknown> {
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    await delay(seconds * 1_000, undefined, { ref: false });
    return (await session.post('Profiler.stop')).profile;
  } finally {
    session.disconnect();
  }
}

async function heapProfile(seconds: number): Promise<unknown> {
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.startSampling', {});
    await delay(seconds * 1_000, undefined, { ref: false });
    return (await session.post('HeapProfiler.stopSampling')).profile;
  } finally {
    session.disconnect();
  }
}

function sendProfile(response: ServerResponse, name: string, profile: unknown): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-disposition': `attachment; filename="${name}"`,
  });
  response.end(JSON.stringify(profile));
}

async function sendHeapSnapshot(response: ServerResponse): Promise<void> {
  const { getHeapSnapshot } = await import('node:v8');
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename="heap.heapsnapshot"',
  });
  getHeapSnapshot().pipe(response);
}

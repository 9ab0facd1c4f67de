// Writes src/grpc-server/descriptors.generated.ts: what server reflection tells about the services of this
// package, from the IDL in /proto. Run it after the IDL changed:
//   node --conditions=development packages/receivers/scripts/generate-descriptors.ts
// proto-loader names files after their packages and leaves imports out; both are appended to its messages,
// where a later name replaces an earlier one.
import { readFileSync, writeFileSync } from 'node:fs';
import { loadSync } from '@grpc/proto-loader';
import { ProtoReader, ProtoWriter } from '@spoor/wire';

const PROTO = new URL('../../../proto/', import.meta.url).pathname;
const OUTPUT = new URL('../src/grpc-server/descriptors.generated.ts', import.meta.url).pathname;

/** Imported files before the files that import them; a file never imports one of its own package. */
const FILES = [
  'google/protobuf/timestamp.proto',
  'google/protobuf/duration.proto',
  'jaeger/api_v2/collector.proto',
  'opentelemetry/proto/common/v1/common.proto',
  'opentelemetry/proto/resource/v1/resource.proto',
  'opentelemetry/proto/trace/v1/trace.proto',
  'opentelemetry/proto/collector/trace/v1/trace_service.proto',
  'grpc/health/v1/health.proto',
  'grpc/reflection/v1/reflection.proto',
  'grpc/reflection/v1alpha/reflection.proto',
];
const TAG_PACKAGE = 0x12;

/** FileDescriptorProtos of one IDL file and what it imports. */
function loaded(file: string): readonly Uint8Array[] {
  for (const definition of Object.values(loadSync(file, { includeDirs: [PROTO], keepCase: true }))) {
    if ('fileDescriptorProtos' in definition && Array.isArray(definition.fileDescriptorProtos)) {
      return definition.fileDescriptorProtos;
    }
  }
  throw new Error(`${file} has no messages`);
}

function packageOf(descriptor: Uint8Array): string {
  const reader = new ProtoReader(descriptor);
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    const at = reader.pos;
    reader.skip(tag);
    if (tag === TAG_PACKAGE) return Buffer.from(descriptor.subarray(at + 1, reader.pos)).toString();
  }
  throw new Error('a descriptor without package');
}

function completed(file: string): string {
  const text = readFileSync(`${PROTO}${file}`, 'utf8');
  const name = /^package (.+);/m.exec(text)?.[1];
  const descriptor = loaded(file).find((candidate) => packageOf(candidate) === name);
  if (descriptor === undefined) throw new Error(`${file}: no descriptor of package ${name}`);
  const writer = new ProtoWriter();
  writer.text(1, file);
  for (const [, imported] of text.matchAll(/^import "(.+)";/gm)) writer.text(3, imported!);
  return Buffer.concat([descriptor, writer.finish()]).toString('base64');
}

writeFileSync(
  OUTPUT,
  `// Made by scripts/generate-descriptors.ts from /proto; do not edit.

/** Serialised FileDescriptorProtos, base64; imported files before the files that import them. */
export const FILE_DESCRIPTORS: readonly string[] = [
${FILES.map((file) => `  '${completed(file)}',`).join('\n')}
];
`,
);

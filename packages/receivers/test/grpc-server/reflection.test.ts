// Reflection as grpcurl uses it: list, then ask for files until every type is known. protobufjs reads what
// comes back.
import { Client, type ClientDuplexStream, credentials, Metadata, type MethodDefinition } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer, loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { ProtoWriter } from '@spoor/wire';
import { expect, onTestFinished, test } from 'vitest';
import { grpcDoor } from '../support/doors.ts';
import { grpcClient } from '../support/grpc-client.ts';
import { jaegerGrpcDoor } from '../support/jaeger-grpc-door.ts';

const PROTO = new URL('../../../../proto/', import.meta.url).pathname;
const TRACE_SERVICE = 'opentelemetry.proto.collector.trace.v1.TraceService';

interface Response {
  readonly valid_host: string;
  readonly original_request: object;
  readonly message_response: string;
  readonly file_descriptor_response: { readonly file_descriptor_proto: readonly Buffer[] };
  readonly list_services_response: { readonly service: readonly { readonly name: string }[] };
  readonly error_response: { readonly error_code: number; readonly error_message: string };
}

/** Asks one thing over a stream of its own, with messages that proto-loader makes. */
async function ask(version: 'v1' | 'v1alpha', request: object): Promise<Response> {
  const { address } = await grpcDoor();
  const definition = loadSync(`grpc/reflection/${version}/reflection.proto`, {
    includeDirs: [PROTO],
    keepCase: true,
    oneofs: true,
    defaults: true,
  });
  const { path, requestSerialize, responseDeserialize } = method(
    definition,
    `grpc.reflection.${version}.ServerReflection`,
    'ServerReflectionInfo',
  );
  const client = new Client(address, credentials.createInsecure());
  onTestFinished(() => client.close());
  const stream: ClientDuplexStream<object, object> = client.makeBidiStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    new Metadata(),
  );
  stream.write(request);
  const response = await new Promise((resolve, reject) => {
    stream.on('data', resolve);
    stream.on('error', reject);
  });
  stream.end();
  return response as Response;
}

function method(definition: PackageDefinition, service: string, name: string): MethodDefinition<object, object> {
  const methods: Readonly<Record<string, unknown>> = { ...definition[service] };
  const found = methods[name];
  if (found === undefined) throw new Error(`${service}/${name} is not there`);
  return found as MethodDefinition<object, object>;
}

for (const version of ['v1', 'v1alpha'] as const) {
  test(`${version} lists every service`, async () => {
    const response = await ask(version, { host: 'h', list_services: '*' });
    expect(response.valid_host).toBe('h');
    expect(response.original_request).toMatchObject({ host: 'h', list_services: '*' });
    expect(response.list_services_response.service.map(({ name }) => name)).toEqual([
      'grpc.health.v1.Health',
      'grpc.reflection.v1.ServerReflection',
      'grpc.reflection.v1alpha.ServerReflection',
      TRACE_SERVICE,
    ]);
  });
}

const symbols = [
  { symbol: TRACE_SERVICE, files: 4 },
  { symbol: `${TRACE_SERVICE}.Export`, files: 4 },
  { symbol: 'opentelemetry.proto.trace.v1.Span.Event', files: 3 },
  { symbol: 'opentelemetry.proto.trace.v1.Span.SpanKind', files: 3 },
  { symbol: 'jaeger.api_v2.CollectorService.PostSpans', files: 3 },
  { symbol: 'jaeger.api_v2.SamplingManager', files: 3 },
  { symbol: 'google.protobuf.Timestamp', files: 1 },
  { symbol: 'grpc.health.v1.HealthCheckResponse.ServingStatus', files: 1 },
  { symbol: 'grpc.reflection.v1alpha.ServerReflection', files: 1 },
] as const;
for (const { symbol, files } of symbols) {
  test(`the file of ${symbol} comes with what it imports`, async () => {
    const response = await ask('v1', { file_containing_symbol: symbol });
    const bytes = response.file_descriptor_response.file_descriptor_proto;
    expect(bytes.length).toBe(files);
  });
}

test('a client can be built from what is reflected alone', async () => {
  const response = await ask('v1', { file_containing_symbol: TRACE_SERVICE });
  const set = new ProtoWriter();
  for (const file of response.file_descriptor_response.file_descriptor_proto) set.bytes(1, file);
  const definition = loadFileDescriptorSetFromBuffer(Buffer.from(set.finish()), { keepCase: true });
  const exportMethod = method(definition, TRACE_SERVICE, 'Export');
  expect(exportMethod).toMatchObject({
    path: `/${TRACE_SERVICE}/Export`,
    requestStream: false,
    responseStream: false,
  });
  const wire = exportMethod.requestSerialize({
    resource_spans: [
      { scope_spans: [{ spans: [{ name: 'n', kind: 2, attributes: [{ key: 'k', value: { int_value: 7 } }] }] }] },
    ],
  });
  const { address, sink } = await grpcDoor();
  expect((await grpcClient(address).export(wire)).code).toBe('OK');
  expect(sink.consumed[0]!.batch.span(0).toSpan()).toMatchObject({ name: 'n', kind: 2, attributes: [{ key: 'k' }] });
});

test('so can one of Jaeger', async () => {
  const response = await ask('v1', { file_containing_symbol: 'jaeger.api_v2.CollectorService' });
  const set = new ProtoWriter();
  for (const file of response.file_descriptor_response.file_descriptor_proto) set.bytes(1, file);
  const definition = loadFileDescriptorSetFromBuffer(Buffer.from(set.finish()), { keepCase: true });
  const { path, requestSerialize } = method(definition, 'jaeger.api_v2.CollectorService', 'PostSpans');
  const wire = requestSerialize({ batch: { spans: [{ operation_name: 'n', start_time: { seconds: 7 } }] } });
  const { address, sink } = await jaegerGrpcDoor();
  expect((await grpcClient(address).export(wire, { path })).code).toBe('OK');
  expect(sink.consumed[0]!.batch.span(0).toSpan()).toMatchObject({ name: 'n', startUs: 7_000_000 });
});

test('a file is found by the name that others import', async () => {
  const name = 'opentelemetry/proto/common/v1/common.proto';
  const response = await ask('v1', { file_by_filename: name });
  expect(response.file_descriptor_response.file_descriptor_proto.length).toBe(1);
});

const refused = [
  {
    title: 'an unknown symbol',
    request: { file_containing_symbol: 'no.Such' },
    code: 5,
    message: 'not found: no.Such',
  },
  { title: 'an unknown file', request: { file_by_filename: 'no.proto' }, code: 5, message: 'not found: no.proto' },
  {
    title: 'extensions',
    request: { all_extension_numbers_of_type: 'a.B' },
    code: 5,
    message: 'no service here has extensions',
  },
  { title: 'nothing', request: { host: 'h' }, code: 3, message: 'the request asks nothing known' },
] as const;
for (const { title, request, code, message } of refused) {
  test(`asked for ${title} it answers an error and keeps the stream`, async () => {
    expect((await ask('v1', request)).error_response).toEqual({ error_code: code, error_message: message });
  });
}

// grpc.reflection.v1 and v1alpha, which are the same messages under two names: what tools such as grpcurl ask
// to list and describe services.
import { type ServerDuplexStream, status, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { ProtoReader, ProtoWriter } from '@spoor/wire';
import { DescriptorFiles } from './descriptor-files.ts';
import type { GrpcService } from './grpc-service.ts';
import { rawMethod } from './raw-method.ts';

export const REFLECTION_SERVICES: readonly string[] = [
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
];

// Fields of ServerReflectionRequest, as tags.
const HOST = 0x0a;
const FILE_BY_NAME = 0x1a;
const FILE_BY_SYMBOL = 0x22;
const FILE_BY_EXTENSION = 0x2a;
const EXTENSIONS_OF_TYPE = 0x32;
const LIST_SERVICES = 0x3a;

/** Answers for `services`, full names. */
export function reflectionServices(services: readonly string[]): readonly GrpcService[] {
  const reflection = new Reflection(services);
  const implementation: UntypedServiceImplementation = {
    serverReflectionInfo: (stream: ServerDuplexStream<Buffer, Uint8Array>) => reflection.serve(stream),
  };
  return REFLECTION_SERVICES.map((name) => ({
    definition: {
      serverReflectionInfo: rawMethod(`/${name}/ServerReflectionInfo`, { request: true, response: true }),
    },
    implementation,
  }));
}

class Reflection {
  readonly #services: readonly string[];
  /** Most processes are never asked. */
  #files: DescriptorFiles | null = null;

  constructor(services: readonly string[]) {
    this.#services = services;
  }

  serve(stream: ServerDuplexStream<Buffer, Uint8Array>): void {
    stream.on('data', (request: Buffer) => {
      try {
        if (!stream.write(this.#answer(request))) {
          stream.pause(); // a client that asks without reading waits
          stream.once('drain', () => stream.resume());
        }
      } catch (error) {
        const details = error instanceof Error ? error.message : String(error);
        stream.emit('error', { code: status.INVALID_ARGUMENT, details }); // grpc-js makes it the call's status
      }
    });
    stream.on('end', () => stream.end());
  }

  #answer(request: Buffer): Uint8Array {
    const { host, asked, argument } = parseRequest(request);
    const writer = new ProtoWriter();
    if (host !== '') writer.text(1, host);
    writer.bytes(2, request);
    this.#files ??= new DescriptorFiles();
    const files = this.#files;
    if (asked === LIST_SERVICES) this.#writeServices(writer);
    else if (asked === FILE_BY_NAME) writeFiles(writer, files.byName(argument), argument);
    else if (asked === FILE_BY_SYMBOL) writeFiles(writer, files.bySymbol(argument), argument);
    else if (asked === FILE_BY_EXTENSION || asked === EXTENSIONS_OF_TYPE) {
      writeError(writer, status.NOT_FOUND, 'no service here has extensions');
    } else writeError(writer, status.INVALID_ARGUMENT, 'the request asks nothing known');
    return writer.finish();
  }

  #writeServices(writer: ProtoWriter): void {
    const list = writer.open(6);
    for (const name of this.#services) {
      const service = writer.open(1);
      writer.text(1, name);
      writer.close(service);
    }
    writer.close(list);
  }
}

/** The last of the alternatives wins, as protobuf has it; `asked` 0 = none. */
function parseRequest(request: Uint8Array): { host: string; asked: number; argument: string } {
  const reader = new ProtoReader(request);
  let host = '';
  let asked = 0;
  let argument = '';
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag !== HOST && (tag < FILE_BY_NAME || tag > LIST_SERVICES || (tag & 7) !== 2)) {
      reader.skip(tag);
      continue;
    }
    const end = reader.lengthEnd();
    const text = new TextDecoder().decode(request.subarray(reader.pos, end));
    reader.pos = end;
    if (tag === HOST) host = text;
    else [asked, argument] = [tag, text];
  }
  return { host, asked, argument };
}

function writeFiles(writer: ProtoWriter, files: readonly Uint8Array[] | null, what: string): void {
  if (files === null) {
    writeError(writer, status.NOT_FOUND, `not found: ${what}`);
    return;
  }
  const response = writer.open(4);
  for (const bytes of files) writer.bytes(1, bytes);
  writer.close(response);
}

function writeError(writer: ProtoWriter, code: number, message: string): void {
  const error = writer.open(7);
  writer.uint(1, code);
  writer.text(2, message);
  writer.close(error);
}

// A host of Zipkin v1: who says an annotation, or whom it is about.
import type { ProtoWriter } from '../protobuf/proto-writer.ts';

/** Reused from annotation to annotation. */
export class V1Endpoint {
  service = '';
  /** As the sender wrote them; '' = not known. */
  ipv4 = '';
  ipv6 = '';
  /** 0 = not known. */
  port = 0;

  clear(): void {
    this.service = this.ipv4 = this.ipv6 = '';
    this.port = 0;
  }

  copy(from: V1Endpoint): void {
    this.service = from.service;
    this.ipv4 = from.ipv4;
    this.ipv6 = from.ipv6;
    this.port = from.port;
  }

  /** A host of which no more than the name is known. */
  setService(service: string): void {
    this.clear();
    this.service = service;
  }

  /** As attributes of a resource. */
  writeTo(w: ProtoWriter): void {
    writeText(w, 'service.name', this.service);
    if (this.ipv4 !== '') writeText(w, 'ipv4', this.ipv4);
    if (this.ipv6 !== '') writeText(w, 'ipv6', this.ipv6);
    if (this.port !== 0) writeText(w, 'port', String(this.port));
  }
}

function writeText(w: ProtoWriter, key: string, text: string): void {
  const attribute = w.open(1);
  w.text(1, key);
  const value = w.open(2);
  w.text(1, text);
  w.close(value);
  w.close(attribute);
}

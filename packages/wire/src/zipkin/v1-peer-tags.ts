// The tags that Jaeger up to 1.52 made of the host of a `sa`, `ca` or `ma` annotation.
import { closeAttribute, openAttribute } from '../protobuf/attribute-writer.ts';
import type { ProtoWriter } from '../protobuf/proto-writer.ts';
import { ipv4Of, ipv6Of } from './ip-text.ts';
import type { V1Endpoint } from './v1-endpoint.ts';

const utf8 = new TextEncoder();
const SERVICE = utf8.encode('peer.service');
const IPV4 = utf8.encode('peer.ipv4');
const IPV6 = utf8.encode('peer.ipv6');
const PORT = utf8.encode('peer.port');

/** Only what is known of the host; addresses that are none stay texts. */
export function writePeerTags(w: ProtoWriter, field: number, host: V1Endpoint): void {
  if (host.service !== '') writeText(w, field, SERVICE, host.service);
  if (host.ipv4 !== '') writeIpv4(w, field, host.ipv4);
  if (host.ipv6 !== '') writeIpv6(w, field, host.ipv6);
  if (host.port !== 0) writeInt(w, field, PORT, host.port);
}

function writeIpv4(w: ProtoWriter, field: number, ip: string): void {
  const word = ipv4Of(ip);
  if (word < 0) writeText(w, field, IPV4, ip);
  else writeInt(w, field, IPV4, word);
}

function writeIpv6(w: ProtoWriter, field: number, ip: string): void {
  const bytes = ipv6Of(ip);
  if (bytes === null) {
    writeText(w, field, IPV6, ip);
    return;
  }
  const attribute = openAttribute(w, field, IPV6, 0, IPV6.length);
  const value = w.length;
  w.bytes(7, bytes);
  closeAttribute(w, attribute, value);
}

function writeInt(w: ProtoWriter, field: number, key: Uint8Array, number: number): void {
  const attribute = openAttribute(w, field, key, 0, key.length);
  const value = w.length;
  w.uint(3, number);
  closeAttribute(w, attribute, value);
}

function writeText(w: ProtoWriter, field: number, key: Uint8Array, text: string): void {
  const bytes = utf8.encode(text);
  w.textAttribute(field, key, 0, key.length, bytes, 0, bytes.length);
}

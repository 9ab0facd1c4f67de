// Damages a payload the way broken senders, broken links and attackers do.
import type { SeededRandom } from './seeded-random.ts';

type Mutation = (bytes: Uint8Array, random: SeededRandom, others: readonly Uint8Array[]) => Uint8Array;

/** Bytes that mean much to a protobuf decoder: ends of ranges, continuation bits, common tags. */
const TELLING = [
  0x00, 0x01, 0x02, 0x05, 0x08, 0x0a, 0x0b, 0x0c, 0x10, 0x12, 0x1a, 0x22, 0x2a, 0x32, 0x7f, 0x80, 0x81, 0xff,
];

const MUTATIONS: readonly Mutation[] = [
  function flipBit(bytes, random) {
    const copy = Uint8Array.from(bytes);
    const at = random.below(copy.length);
    copy[at] = copy[at]! ^ (1 << random.below(8));
    return copy;
  },
  function setByte(bytes, random) {
    const copy = Uint8Array.from(bytes);
    copy[random.below(copy.length)] = random.pick(TELLING);
    return copy;
  },
  function nudgeByte(bytes, random) {
    const copy = Uint8Array.from(bytes);
    const at = random.below(copy.length);
    copy[at] = copy[at]! + (random.below(2) === 0 ? 1 : -1);
    return copy;
  },
  function remove(bytes, random) {
    const at = random.below(bytes.length);
    return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(8)));
  },
  function insert(bytes, random) {
    const at = random.below(bytes.length);
    const added = Uint8Array.from({ length: 1 + random.below(6) }, () => random.pick(TELLING));
    return joined(bytes.subarray(0, at), added, bytes.subarray(at));
  },
  function repeat(bytes, random) {
    const at = random.below(bytes.length);
    const end = at + 1 + random.below(32);
    return joined(bytes.subarray(0, end), bytes.subarray(at, end), bytes.subarray(end));
  },
  function truncate(bytes, random) {
    return bytes.slice(0, random.below(bytes.length));
  },
  function append(bytes, random, others) {
    return joined(bytes, random.pick(others));
  },
  function splice(bytes, random, others) {
    const other = random.pick(others);
    return joined(bytes.subarray(0, random.below(bytes.length)), other.subarray(random.below(other.length + 1)));
  },
];

/** One to three mutations of `bytes`. */
export function mutate(bytes: Uint8Array, random: SeededRandom, others: readonly Uint8Array[]): Uint8Array {
  let mutated = bytes;
  for (let left = 1 + random.below(3); left > 0 && mutated.length > 0; left--) {
    mutated = random.pick(MUTATIONS)(mutated, random, others);
  }
  return mutated;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

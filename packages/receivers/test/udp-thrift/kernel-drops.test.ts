import { expect, test } from 'vitest';
import { parseUdpTable } from '../../src/udp-thrift/kernel-drops.ts';

const UDP = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops            
  318: 0100007F:1AAF 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 48213 2 0000000000000000 1234        
 4321: 00000000:14E9 00000000:0000 07 00000000:00000900 00:00000000 00000000   105        0 17 2 0000000000000000 0        
`;
const UDP6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  319: 00000000000000000000000000000000:1AB0 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 48214 2 0000000000000000 7
`;

test.each([
  {
    name: 'udp',
    text: UDP,
    lines: [
      { port: 6831, inode: '48213', drops: 1234 },
      { port: 5353, inode: '17', drops: 0 },
    ],
  },
  { name: 'udp6', text: UDP6, lines: [{ port: 6832, inode: '48214', drops: 7 }] },
  { name: 'a table without sockets', text: UDP.split('\n')[0]!, lines: [] },
  { name: 'no table', text: '', lines: [] },
  {
    name: 'an old kernel without the column of drops',
    text: UDP.replaceAll(/ 0000000000000000 \d+ */g, ''),
    lines: [],
  },
])('reads port, inode and drops of $name', ({ text, lines }) => {
  expect(parseUdpTable(text)).toEqual(lines);
});

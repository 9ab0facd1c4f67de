import { describe, expect, test } from 'vitest';
import { QueryString } from '../../src/go/query-string.ts';
import { parseTracesRequest, type TracesRequest } from '../../src/params/search-params.ts';

const NOW_MS = 1_768_471_200_000;
const SERVICE = {
  op: 'eq',
  of: { kind: 'field', level: 'resource', name: 'service' },
  value: { type: 'string', value: 's' },
};
const DURATION = { kind: 'field', level: 'span', name: 'duration' };

function parse(raw: string): ReturnType<typeof parseTracesRequest> {
  const query = QueryString.parse(raw);
  if (!query.ok) throw new Error(query.error);
  return parseTracesRequest(query.value, NOW_MS);
}

function read(raw: string): TracesRequest {
  const request = parse(raw);
  if (!request.ok) throw new Error(request.error);
  return request.value;
}

describe('a search', () => {
  test('looks 48 hours back, up to the end of the current millisecond, for 100 traces', () => {
    expect(read('service=s')).toEqual({
      raw: false,
      traceIds: [],
      search: {
        where: SERVICE,
        startMinUs: (NOW_MS - 172_800_000) * 1000,
        startMaxUs: NOW_MS * 1000 + 999,
        limit: 100,
      },
    });
  });

  test('joins all conditions for one span', () => {
    const { search } = read('service=s&operation=o&minDuration=1ms&maxDuration=2s&tag=a:b:c&tags={"d":"e"}');
    expect(search?.where).toEqual({
      op: 'and',
      args: [
        SERVICE,
        { op: 'eq', of: { kind: 'field', level: 'span', name: 'name' }, value: { type: 'string', value: 'o' } },
        { op: 'gte', of: DURATION, value: { type: 'duration', ns: 1_000_000 } },
        { op: 'lte', of: DURATION, value: { type: 'duration', ns: 2_000_000_000 } },
        { op: 'tag', key: 'a', text: 'b:c' },
        { op: 'tag', key: 'd', text: 'e' },
      ],
    });
  });

  const nothing = [
    'operation=',
    'minDuration=',
    'maxDuration=0',
    'minDuration=0s',
    'tags={}',
    'tags=null',
    'lookback=x',
  ];
  for (const parameter of nothing) {
    test(`takes ${parameter} for no condition`, () =>
      expect(read(`service=s&${parameter}`).search?.where).toEqual(SERVICE));
  }

  const limits = [
    ['limit=1', 1],
    ['limit=0', null],
    ['limit=-1', null],
    ['limit=', 100],
    ['limit=2147483647', 2147483647],
  ] as const;
  for (const [parameter, want] of limits) {
    test(`reads ${parameter}`, () => expect(read(`service=s&${parameter}`).search?.limit).toBe(want));
  }

  test('takes times as given, negative ones too', () => {
    expect(read('service=s&start=-1&end=5').search).toMatchObject({ startMinUs: -1, startMaxUs: 5 });
  });

  test('lets the later of equal tags win, and tags over tag', () => {
    const { search } = read('service=s&tags={"a":"1"}&tag=a:2&tags={"a":"3","b":null}');
    const tags = [
      { op: 'tag', key: 'a', text: '3' },
      { op: 'tag', key: 'b', text: '' },
    ];
    expect(search?.where).toEqual({ op: 'and', args: [SERVICE, ...tags] });
  });
});

describe('a list of ids', () => {
  test('needs no service, keeps order and repeats', () => {
    const one = '1'.padStart(32, '0');
    const two = '2'.padStart(32, '0');
    expect(read('traceID=2&traceID=1&traceID=2&raw=T')).toEqual({ search: null, traceIds: [two, one, two], raw: true });
  });
});

const refusals = [
  ['', "parameter 'service' is required"],
  ['service=', "parameter 'service' is required"],
  ['service=s&start=x', `unable to parse param 'start': strconv.ParseInt: parsing "x": invalid syntax`],
  ['service=s&end=1.5', `unable to parse param 'end': strconv.ParseInt: parsing "1.5": invalid syntax`],
  ['service=s&limit=3000000000', 'strconv.ParseInt: parsing "3000000000": value out of range'],
  ['service=s&tag=bare', "malformed 'tag' parameter, expecting key:value, received: bare"],
  ['service=s&tags=', "malformed 'tags' parameter, cannot unmarshal JSON: unexpected end of JSON input"],
  [
    'service=s&tags=[]',
    "malformed 'tags' parameter, cannot unmarshal JSON: json: cannot unmarshal array into Go value of type map[string]string",
  ],
  [
    'service=s&tags={"a":1}',
    "malformed 'tags' parameter, cannot unmarshal JSON: json: cannot unmarshal number into Go value of type string",
  ],
  [
    'service=s&tags={"a":true}',
    "malformed 'tags' parameter, cannot unmarshal JSON: json: cannot unmarshal bool into Go value of type string",
  ],
  ['service=s&minDuration=5', `unable to parse param 'minDuration': time: missing unit in duration "5"`],
  ['service=s&minDuration=2s&maxDuration=1s', "'maxDuration' should be greater than 'minDuration'"],
  ['traceID=', 'cannot parse traceID param: TraceID cannot be empty'],
  ['traceID=1&traceID=zz', `cannot parse traceID param: strconv.ParseUint: parsing "zz": invalid syntax`],
  ['traceID=1&raw=2', `unable to parse param 'raw': strconv.ParseBool: parsing "2": invalid syntax`],
  ['start=x&limit=y', `unable to parse param 'start': strconv.ParseInt: parsing "x": invalid syntax`],
] as const;

describe('a wrong search is refused:', () => {
  for (const [raw, error] of refusals) test(raw || '(nothing)', () => expect(parse(raw)).toEqual({ ok: false, error }));
});

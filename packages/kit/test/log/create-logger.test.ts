import { describe, expect, test } from 'vitest';
import { createLogger, logLevel } from '../../src/log/create-logger.ts';
import { CapturedStream } from '../support/captured.ts';

const NOW_MS = 1_768_471_200_123;

function logger(level: 'debug' | 'info' | 'warn' | 'error', encoding: 'json' | 'console' = 'json') {
  const stream = new CapturedStream();
  return {
    stream,
    log: createLogger({ level, encoding, stream, clock: { nowMs: () => NOW_MS, monotonicMs: () => 0 } }),
  };
}

describe('JSON lines', () => {
  test('begin as zap’s: level, ts in seconds, msg; then the fields in order', () => {
    const { stream, log } = logger('info');
    log.info('started', { port: 4317, tls: false, host: null, name: 'a"b' });
    expect(stream.text).toBe(
      '{"level":"info","ts":1768471200.123,"msg":"started","port":4317,"tls":false,"host":null,"name":"a\\"b"}\n',
    );
  });

  test('keep fields that are called as the first three', () => {
    const { stream, log } = logger('info');
    log.warn('x', { msg: 'm', level: 1, ts: 2, other: 3 });
    expect(JSON.parse(stream.text)).toEqual({
      level: 'warn',
      ts: NOW_MS / 1000,
      msg: 'x',
      other: 3,
      _level: 1,
      _ts: 2,
      _msg: 'm',
    });
  });

  test('a message with a line break stays one line', () => {
    const { stream, log } = logger('info');
    log.error('a\nb');
    expect(stream.text.split('\n')).toHaveLength(2);
  });
});

describe('console lines', () => {
  test('are for people: time, level, message, fields', () => {
    const { stream, log } = logger('info', 'console');
    log.warn('half full', { bytes: 5 });
    log.info('a\nb');
    expect(stream.text).toBe(
      '2026-01-15T10:00:00.123Z\tWARN\thalf full\t{"bytes":5}\n2026-01-15T10:00:00.123Z\tINFO\ta\\nb\n',
    );
  });
});

describe('levels', () => {
  const ORDER = ['debug', 'info', 'warn', 'error'] as const;

  test.each(ORDER)('%s lets itself and everything worse through, and enabled() says the same', (level) => {
    const { stream, log } = logger(level);
    for (const each of ORDER) log[each](each);
    const want = ORDER.slice(ORDER.indexOf(level));
    expect(
      stream.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).msg),
    ).toEqual(want);
    expect(ORDER.filter((each) => log.enabled(each))).toEqual(want);
  });

  test.each([
    ['debug', 'debug'],
    ['info', 'info'],
    ['warn', 'warn'],
    ['error', 'error'],
    ['dpanic', 'error'],
    ['panic', 'error'],
    ['fatal', 'error'],
  ])('--log-level=%s is %s', (text, level) => {
    expect(logLevel(text)).toBe(level);
  });
});

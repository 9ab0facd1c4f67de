import type { ConfigCheck, ConfigSpec } from '@spoor/core';
import { tagListProblem } from '@spoor/kit';

export interface CollectorConfig {
  /** durable | early */
  readonly ack: string;
  readonly intakeMaxBytes: number;
  readonly queueSize: number;
  readonly queueSizeMemoryMib: number;
  readonly numWorkers: number;
  readonly tags: string;
  readonly spanSizeMetrics: boolean;
  readonly tchannelPort: number;
}

const QUEUE_SIZE = 2000;
const NUM_WORKERS = 50;
const TAGS_FLAG = 'collector.tags';

export const collectorConfig: ConfigSpec<CollectorConfig> = {
  title: 'Collector',
  fields: {
    ack: {
      flag: 'ack',
      type: 'string',
      default: 'durable',
      oneOf: ['durable', 'early'],
      help: 'When a sender hears success: durable, once its spans are stored; early, once they are queued, as in Jaeger, so that a crash loses them. A full queue refuses with retry advice in both, where Jaeger answers success and drops.',
    },
    intakeMaxBytes: {
      flag: 'collector.intake.max-bytes',
      type: 'bytes',
      default: 256 * 1024 * 1024,
      min: 4 * 1024 * 1024,
      help: 'Bytes of requests being read, decoded and stored at once, over all receivers; above it senders are refused and told when to come back.',
    },
    ...queueFields(),
    tags: {
      flag: TAGS_FLAG,
      type: 'string',
      default: '',
      help: 'Tags added to the process of every span: key=value pairs with commas between. A value may be an environment variable: its name in braces after a dollar sign, a default after a colon.',
    },
    spanSizeMetrics: {
      flag: 'collector.enable-span-size-metrics',
      type: 'bool',
      default: false,
      help: 'Sums the bytes of all stored spans in jaeger_collector_spans_bytes.',
    },
    tchannelPort: {
      flag: 'collector.port',
      type: 'int',
      default: 14267,
      help: 'Port of the TChannel protocol of Jaeger before 1.18.',
      withoutEffect: 'TChannel is gone since Jaeger 1.18; agents reach --collector.grpc-server.host-port',
    },
  },
  check(config): ConfigCheck {
    const problem = tagListProblem(TAGS_FLAG, config.tags);
    return { errors: problem === null ? [] : [problem], warnings: idleSettings(config) };
  },
};

type QueueField = 'queueSize' | 'queueSizeMemoryMib' | 'numWorkers';

function queueFields(): Pick<ConfigSpec<CollectorConfig>['fields'], QueueField> {
  return {
    queueSize: {
      flag: 'collector.queue-size',
      type: 'int',
      default: QUEUE_SIZE,
      min: 1,
      help: 'With --ack=early: spans that may wait or be written at once; above it senders are refused. A request that alone has more is taken when nothing waits.',
    },
    queueSizeMemoryMib: {
      flag: 'collector.queue-size-memory',
      type: 'int',
      default: 0,
      min: 0,
      max: 1024 * 1024,
      help: 'MiB that waiting spans may take, in place of collector.queue-size; 0 is the bytes of collector.intake.max-bytes.',
    },
    numWorkers: {
      flag: 'collector.num-workers',
      type: 'int',
      default: NUM_WORKERS,
      min: 1,
      max: 100_000,
      help: 'With --ack=early: writes under way at once.',
    },
  };
}

function idleSettings({ ack, queueSize, queueSizeMemoryMib, numWorkers }: CollectorConfig): readonly string[] {
  const warnings: string[] = [];
  const idle = (flag: string, why: string): void => void warnings.push(`--${flag} has no effect: ${why}`);
  const durable = 'success means stored, and what waits is bounded in bytes; it belongs to --ack=early';
  if (ack === 'durable' && numWorkers !== NUM_WORKERS) idle('collector.num-workers', durable);
  if (queueSize === QUEUE_SIZE) return warnings;
  if (ack === 'durable') idle('collector.queue-size', durable);
  else if (queueSizeMemoryMib > 0) idle('collector.queue-size', '--collector.queue-size-memory takes its place');
  return warnings;
}

// Answers queries.
import { runService } from '@spoor/kit';
import { service } from './service.ts';

await runService(service);

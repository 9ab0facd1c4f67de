// Every service in one process.
import { runService } from '@spoor/kit';
import { service } from './service.ts';

await runService(service);

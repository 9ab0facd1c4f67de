// Takes in spans over every protocol and stores them.
import { runService } from '@spoor/kit';
import { service } from './service.ts';

await runService(service);

import { storageContract } from '../../src/contract/storage-contract.ts';
import { referenceStore } from '../../src/reference/reference-store.ts';
import { clearableStore } from '../clearable-store.ts';

storageContract('reference store', clearableStore(referenceStore));

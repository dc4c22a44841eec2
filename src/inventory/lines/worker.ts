import { parentPort, workerData } from 'node:worker_threads';
import type { Selection } from '../select.ts';
import { Claims } from './claims.ts';
import { type Cut, SegmentScan, segmentsOf } from './segment.ts';

/** What the second thread is started with. */
export interface Task {
  readonly cut: Cut;
  readonly selection: Selection;
  readonly shared: SharedArrayBuffer;
}

const { cut, selection, shared } = workerData as Task;
const claims = new Claims(segmentsOf(cut), shared);
const scan = new SegmentScan(cut, selection);
for (let next = claims.take(); next !== undefined; next = claims.take()) {
  if (next === 'ahead') claims.wait();
  else {
    const batch = scan.run(next);
    parentPort?.postMessage(batch, [batch.bytes.buffer]);
  }
}

/** Loaded before a command (`node --import`): writes to its descriptor 3, as it ends, the most memory it took, in KB. */
import { writeSync } from 'node:fs';

process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));

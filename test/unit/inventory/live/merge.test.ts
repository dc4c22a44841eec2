import { describe, expect, test } from 'vitest';
import { merge } from '../../../../src/inventory/live/merge.ts';

interface Count {
  running: number;
  most: number;
}

const counting = (count: Count, values: readonly string[]) =>
  async function* () {
    count.most = Math.max(count.most, ++count.running);
    for (const value of values) {
      await null;
      yield value;
    }
    count.running--;
  };

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of source) found.push(one);
  return found;
}

describe('generators side by side', () => {
  test('give everything that each gives, in its order, and no more than some run at a time', async () => {
    const count = { running: 0, most: 0 };
    const lists = Array.from({ length: 7 }, (_, i) => [`${i}a`, `${i}b`, `${i}c`]);
    const found = await all(
      merge(
        lists.map((list) => counting(count, list)),
        3,
      ),
    );
    for (const [i, list] of lists.entries())
      expect(found.filter((one) => one.startsWith(String(i)))).toEqual(list);
    expect(count).toEqual({ running: 0, most: 3 });
  });

  test('are not asked for more before what they gave is taken', async () => {
    let asked = 0;
    const endless = async function* () {
      for (;;) yield ++asked;
    };
    const merged = merge([endless], 4);
    for (const expected of [1, 2, 3]) expect((await merged.next()).value).toBe(expected);
    expect(asked).toBeLessThanOrEqual(3);
    await merged.return(undefined);
  });

  test('end when one fails', async () => {
    const failing = async function* (): AsyncGenerator<string> {
      yield 'first';
      throw new Error('broken');
    };
    await expect(all(merge([failing, counting({ running: 0, most: 0 }, ['x'])], 2))).rejects.toThrow(
      'broken',
    );
  });

  test('of none give nothing', async () => {
    expect(await all(merge([], 3))).toEqual([]);
  });
});

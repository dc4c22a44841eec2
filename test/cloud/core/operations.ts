import type { Cloud } from '../cloud.ts';
import { ApiError } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import type { OperationFate } from './service.ts';
import { numericIdOf, uuidOf } from './tokens.ts';

/** Which API's operation it is, and so how it is shown. */
export type OperationKind = 'sql' | 'compute' | 'longrunning';

/** What a service says of work it starts. */
export interface Work {
  readonly kind: OperationKind;
  /** Full resource name of what is worked on. */
  readonly target: string;
  /** `UPDATE`, `patch`, ...; of a google.longrunning operation unused. */
  readonly type: string;
  /** Who asked: `call.principal.member`. */
  readonly member: string;
  readonly project: string;
  readonly location?: string | undefined;
  /** Done when the operation is: changes the store and gives the result. Not called where the operation fails. */
  readonly effect?: () => Json;
  /** Done instead of the effect where the operation fails. */
  readonly failure?: (error: { readonly code: string; readonly message: string }) => void;
  /** Of a google.longrunning operation: its metadata with `@type`, asked for anew each time it is shown. */
  readonly metadata?: (operation: Operation) => JsonObject;
  /** Of a google.longrunning operation: what stands before its id, `operations` by default. */
  readonly parent?: string;
  /** The fault plan's word: `call.fate`. */
  readonly fate?: OperationFate | undefined;
}

/** Work under way or done. */
export interface Operation {
  /** Within its kind: an id; of google.longrunning the whole name. */
  readonly name: string;
  readonly id: string;
  readonly work: Work;
  status: 'PENDING' | 'RUNNING' | 'DONE';
  readonly inserted: string;
  started: string | undefined;
  ended: string | undefined;
  /** What the effect gave. */
  result: Json;
  error: { readonly code: string; readonly message: string; readonly http: number } | undefined;
}

interface Pending {
  readonly operation: Operation;
  readonly dueAt: number;
  polls: number;
  held: boolean;
}

/** How long operations take where a fault plan says nothing. */
export interface OperationPace {
  /** DONE when asked for that many times; the first of them shows RUNNING. */
  readonly polls: number;
  /** Or after that many milliseconds of the cloud's clock. */
  readonly ms: number;
}

/** All operations of a cloud. They move when they are asked for, or when the clock passes their end. */
export class Operations {
  readonly #cloud: Cloud;
  readonly #pace: OperationPace;
  readonly #all: Operation[] = [];
  #pending: Pending[] = [];

  constructor(cloud: Cloud, pace: OperationPace) {
    this.#cloud = cloud;
    this.#pace = pace;
  }

  /**
   * Starts work. Cloud SQL allows one operation for each instance: a second one is the 409 that it answers
   * (https://cloud.google.com/sql/docs/mysql/known-issues), and none is made.
   */
  start(work: Work): Operation {
    this.settle();
    if (work.kind === 'sql' && this.#pending.some(({ operation }) => operation.work.target === work.target)) {
      throw new ApiError(409, {
        message:
          'Operation failed because another operation was already in progress. Try your request after the current operation is complete.',
        reason: 'operationInProgress',
      });
    }
    const now = this.#cloud.clock.now();
    const id = this.#idOf(work, now);
    const operation: Operation = {
      name: work.kind === 'longrunning' ? `${work.parent ?? 'operations'}/${id}` : id,
      id,
      work,
      status: 'PENDING',
      inserted: this.#cloud.clock.iso(now),
      started: undefined,
      ended: undefined,
      result: null,
      error: undefined,
    };
    this.#all.push(operation);
    const { polls = this.#pace.polls, ms = this.#pace.ms, stuck = false } = work.fate ?? {};
    this.#pending.push({ operation, dueAt: now + ms, polls, held: stuck });
    return operation;
  }

  /** An operation by its name, as it stands; asking moves it on. */
  poll(kind: OperationKind, name: string): Operation | undefined {
    this.settle();
    const pending = this.#pending.find(
      ({ operation }) => operation.work.kind === kind && operation.name === name,
    );
    if (pending) {
      this.#run(pending.operation);
      pending.polls -= 1;
      if (pending.polls <= 0 && !pending.held) this.#finish(pending);
    }
    return this.#all.find((one) => one.work.kind === kind && one.name === name);
  }

  /** Brings an operation to its end at once, as a `wait` does; one that is held stays RUNNING. */
  finish(operation: Operation): Operation {
    const pending = this.#pending.find((one) => one.operation === operation);
    if (pending) {
      this.#run(operation);
      if (!pending.held) this.#finish(pending);
    }
    return operation;
  }

  /** The operations of a kind, newest first, without moving them. */
  list(kind: OperationKind, select: { project?: string; target?: string } = {}): Operation[] {
    this.settle();
    return this.#all
      .filter(
        ({ work }) =>
          work.kind === kind &&
          (select.project === undefined || work.project === select.project) &&
          (select.target === undefined || work.target === select.target),
      )
      .reverse();
  }

  /** Lets go of operations that a fault plan holds; they end when they are asked for next. */
  release(): void {
    for (const pending of this.#pending) pending.held = false;
  }

  /** Ends what the clock has passed. */
  settle(): void {
    const now = this.#cloud.clock.now();
    for (const pending of [...this.#pending]) {
      if (pending.dueAt <= now && !pending.held) this.#finish(pending);
    }
  }

  #run(operation: Operation): void {
    if (operation.status !== 'PENDING') return;
    operation.status = 'RUNNING';
    operation.started = this.#cloud.clock.iso();
  }

  #finish(pending: Pending): void {
    const { operation } = pending;
    this.#run(operation);
    this.#pending = this.#pending.filter((one) => one !== pending);
    const fails = operation.work.fate?.fails;
    if (fails) {
      operation.error = { http: 400, ...fails };
      operation.work.failure?.(fails);
    } else operation.result = operation.work.effect?.() ?? null;
    operation.status = 'DONE';
    operation.ended = this.#cloud.clock.iso();
  }

  #idOf(work: Work, now: number): string {
    const seeds = [work.kind, work.target, work.type, now, this.#all.length];
    if (work.kind === 'sql') return uuidOf(...seeds);
    if (work.kind === 'compute') return `operation-${now}-${uuidOf(...seeds).slice(0, 22)}`;
    return `acat.p2-${numericIdOf(...seeds)}`;
  }
}

import {
  type Asset,
  type Judgement,
  judgeOf,
  type Lookup,
  type Policy,
  SHARED_PARAMS,
  typesOf,
  Unknown,
} from '#policy';
import { PinkyError } from '../../errors.ts';
import { sayContent } from '../../inventory/coverage.ts';
import { REPO_TYPES } from '../../inventory/types/repo.ts';
import { Inventory } from '../../inventory/world.ts';
import { type Bases, baseOf } from './bases.ts';
import { assetOfRecord, iamOfRecord } from './build.ts';
import { edited, renamed } from './edit.ts';
import type { AssetRecord, Row } from './rows.ts';
import type { Watch } from './trace.ts';

/** The domain that every fixture lives under. */
const DOMAIN = 'pinky-promise.example.com';
const CLOCK = '2026-01-15T12:00:00Z';
const ORGANIZATION = 'organizations/300000000001';

/** What a row sets beside its assets. */
export interface Setting {
  readonly notRead: readonly string[];
  readonly params: Readonly<Record<string, unknown>>;
  readonly environment: string;
  readonly clock: number;
  readonly ask?: (name: string) => void;
}

/** One row's world: the records by name, the subject among them. Immutable; the `with…` methods give another. */
export class Scene {
  readonly records: ReadonlyMap<string, AssetRecord>;
  readonly subject: string;
  readonly setting: Setting;
  readonly #watch: Watch | undefined;
  readonly #assets = new Map<string, Asset>();
  #world: Inventory | undefined;

  constructor(records: ReadonlyMap<string, AssetRecord>, subject: string, setting: Setting, watch?: Watch) {
    this.records = records;
    this.subject = subject;
    this.setting = setting;
    this.#watch = watch;
  }

  /** The world as the snapshot reader would build it: everything was read but what the row says was not. */
  get world(): Inventory {
    return (this.#world ??= this.#build());
  }

  #build(): Inventory {
    // A type that was not read has no records at all, the subject's own excepted.
    const records = [...this.records.values()].filter(
      ({ name, assetType }) => name === this.subject || !this.setting.notRead.includes(assetType),
    );
    const assets = records.map(({ name }) => this.asset(name));
    const evidence = {
      uri: 'fixtures',
      types: new Set(assets.map(({ type }) => type)),
      projects: new Set(assets.flatMap(({ project }) => (project === undefined ? [] : [project]))),
      iam: true,
      orgPolicy: true,
      enabledApis: new Map(),
      malformed: new Set<string>(),
      manifest: {
        scope: ORGANIZATION,
        readTime: undefined,
        types: REPO_TYPES,
        contents: ['resource'],
        gaps: this.setting.notRead.map((type) => ({ type, cause: `${sayContent(type)} was not read` })),
      },
    };
    const iam = new Map(
      records.map((record) => {
        const policy = iamOfRecord(record);
        const shown =
          this.#watch && !(policy instanceof Unknown) ? this.#watch.iam(record.name, policy) : policy;
        return [record.name, shown];
      }),
    );
    const readIam = !this.setting.notRead.includes('iam');
    return new Inventory({ assets, iam: readIam ? iam : new Map(), evidence: [evidence], complete: true });
  }

  asset(name = this.subject): Asset {
    let asset = this.#assets.get(name);
    if (!asset) {
      const plain = assetOfRecord(this.records.get(name) as AssetRecord);
      this.#assets.set(name, (asset = this.#watch?.asset(plain) ?? plain));
    }
    return asset;
  }

  watchedBy(watch: Watch): Scene {
    return new Scene(this.records, this.subject, this.setting, watch);
  }

  mapped(change: (record: AssetRecord) => AssetRecord): Scene {
    const records = new Map([...this.records].map(([name, record]) => [name, change(record)]));
    return new Scene(records, this.subject, this.setting);
  }

  with(record: AssetRecord): Scene {
    return new Scene(new Map(this.records).set(record.name, record), this.subject, this.setting);
  }

  without(drop: (record: AssetRecord) => boolean): Scene {
    const left = [...this.records].filter(([, record]) => !drop(record));
    return new Scene(new Map(left), this.subject, this.setting);
  }

  notReading(types: readonly string[]): Scene {
    const notRead = [...this.setting.notRead, ...types];
    return new Scene(this.records, this.subject, { ...this.setting, notRead });
  }

  /** The same, telling `ask` of every parameter that is asked for. */
  asking(ask: (name: string) => void): Scene {
    return new Scene(this.records, this.subject, { ...this.setting, ask });
  }

  /** What a policy says of an asset of this world, the subject where none is named. */
  judge(policy: Policy, name = this.subject): Judgement {
    const none = { flaws: [], doubts: [], notes: [] };
    const asset = this.asset(name);
    const { environment, clock } = this.setting;
    if (policy.environments && !policy.environments.includes(environment)) {
      return { ...none, verdict: 'not-applicable', reason: `not judged in ${environment}` };
    }
    if (typesOf(policy)?.includes(asset.type) === false) {
      return { ...none, verdict: 'not-applicable', reason: `not about ${asset.type}` };
    }
    return judgeOf(policy, this.world, this.lookup(policy), clock)(asset);
  }

  /** The policy's parameters here: the row's, else the declared defaults; a required one that is unset is Unknown. */
  lookup(policy: Policy): Lookup {
    const { params, ask } = this.setting;
    return (name) => {
      ask?.(name);
      const declared = policy.params?.[name] ?? SHARED_PARAMS[name];
      if (!declared) throw new PinkyError('E_POLICY', `${policy.id} asks for "${name}" without declaring it`);
      const fallback = name === 'domain' ? DOMAIN : declared.value;
      const value = Object.hasOwn(params, name) ? params[name] : fallback;
      if (value !== undefined && value !== null) return value;
      throw new Unknown('no-parameter', `the strategy parameter "${name}" is not set`);
    };
  }
}

/**
 * The scene of a row.
 * @throws PinkyError E_FIXTURE naming policy and row, when an edit names what is not there
 */
export function sceneOf(policy: Policy, row: Row, bases: Bases): Scene {
  const where = `${policy.id}, row "${row.name}"`;
  const refuse = (message: string): never => {
    throw new PinkyError('E_FIXTURE', `${where}: ${message}`);
  };
  const first = typesOf(policy)?.[0];
  const base = row.on ?? (first === undefined ? refuse('needs "on", a base asset') : baseOf(first));
  const subject = edited(bases.record(base), row, where);
  const records = new Map<string, AssetRecord>();
  for (const one of row.bare ? [] : bases.world(base)) records.set(one.name, one);
  records.set(subject.name, subject);
  /** The name of a record that is there, from its full name or its base. */
  const nameOf = (given: string): string => {
    const name = given.startsWith('//') ? given : bases.record(given).name;
    return records.has(name)
      ? name
      : refuse(`"${given}" is not in its world: ${[...records.keys()].join(', ')}`);
  };
  for (const edit of row.world ?? []) {
    if (edit.drop !== undefined) records.delete(nameOf(edit.drop));
    else if (edit.change !== undefined) {
      const name = nameOf(edit.change);
      records.set(name, edited(records.get(name) as AssetRecord, edit, where));
    } else {
      const added = typeof edit.add === 'string' ? bases.record(edit.add) : (edit.add as AssetRecord);
      const record = edited(edit.name === undefined ? added : renamed(added, edit.name), edit, where);
      if (records.has(record.name))
        refuse(`${record.name} is in its world already: give "name", or "change" it`);
      records.set(record.name, record);
    }
  }
  for (const name of Object.keys(row.params ?? {})) {
    const known = [...Object.keys(policy.params ?? {}), ...Object.keys(SHARED_PARAMS)];
    if (!known.includes(name)) refuse(`sets the parameter "${name}"; known: ${known.join(', ')}`);
  }
  return new Scene(records, subject.name, {
    notRead: row.notRead ?? [],
    params: row.params ?? {},
    environment: row.environment ?? 'production',
    clock: Date.parse(row.clock ?? CLOCK),
  });
}

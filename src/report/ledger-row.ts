/** What was read of one asset type (or `iam`, `orgpolicy`) in one project, or in several alike. */
export interface LedgerRow {
  readonly type: string;
  /** Project id, or `folders/1` of what stands above projects; `*` where the row stands for several or for all. */
  readonly project: string;
  /** How many projects the row stands for. */
  readonly projects: number;
  readonly state: 'read' | 'not-read' | 'denied' | 'api-disabled' | 'unmapped';
  readonly assets: number;
  /** The rule that decided the state. */
  readonly rule: string;
  readonly reason?: string | undefined;
  /** Policies that this gap leaves unknown. */
  readonly policies: readonly string[];
}

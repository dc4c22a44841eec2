import type { Fields } from '../../../policy/schemas/index.ts';
import { Unknown } from '../../../policy/unknown.ts';
import { bad } from '../../types/read.ts';
import type { Json } from '../../types/table.ts';
import { schemaFor } from '../names.ts';
import type { PlanTable } from '../table.ts';

function parsed(text: unknown): Json | Unknown {
  if (text instanceof Unknown) return text;
  try {
    const value = JSON.parse(String(text)) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  } catch {
    // Said below.
  }
  return bad(text, 'the JSON of a dashboard');
}

/** The whole dashboard is one attribute, the JSON that its API takes. */
const DASHBOARD: PlanTable = {
  resources: ['google_monitoring_dashboard'],
  type: 'monitoring.googleapis.com/Dashboard',
  name: '//monitoring.googleapis.com/projects/{project}/dashboards/{id}',
  whole: 'dashboard_json',
  dropped: ['dashboard_json'],
  settle: (data, values) => {
    const dashboard = parsed(values['dashboard_json']);
    if (!(dashboard instanceof Unknown)) Object.assign(data, dashboard);
    else for (const field of Object.keys(schemaFor(DASHBOARD) as Fields)) data[field] = dashboard;
  },
};

export const DASHBOARDS: readonly PlanTable[] = [DASHBOARD];

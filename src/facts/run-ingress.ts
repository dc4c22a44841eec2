import { type AssetData, Unknown } from '#policy';
import type { RunService } from './run-serving.ts';

type Ingress = NonNullable<AssetData['run.googleapis.com/Service']['ingress']>;

/**
 * Ingress settings under which no request from the internet arrives but through a load balancer.
 * Source: https://cloud.google.com/run/docs/securing/ingress.
 */
export const LB_ONLY: readonly Ingress[] = [
  'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
  'INGRESS_TRAFFIC_INTERNAL_ONLY',
  'INGRESS_TRAFFIC_NONE',
];

/**
 * A service's ingress setting.
 * @throws Unknown where it keeps the internet out while the platform still applies one that does not.
 */
export function settledIngress({ data }: RunService): Ingress | undefined {
  const { ingress } = data;
  if (!LB_ONLY.some((one) => one === ingress)) return ingress;
  const applied = data.observed?.ingress;
  if (applied === undefined || LB_ONLY.some((one) => one === applied)) return ingress;
  throw new Unknown('stale', `ingress is set to ${ingress}, but ${applied} is what the platform applies`, {
    needs: 'export run.googleapis.com/Service again when the change has taken effect',
  });
}

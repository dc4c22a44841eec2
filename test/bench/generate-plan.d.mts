/** Writes a configuration of so many resources (a multiple of ten) and its plan; gives the path of the plan. */
export function generatePlan(folder: string, resources: number): string;

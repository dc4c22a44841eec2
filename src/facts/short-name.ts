/** The last part of a name or link: of `//run.googleapis.com/projects/p/locations/l/services/shop` it is `shop`. */
export const lastOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** The short name of a resource: the last part of its full name. */
export const nameOf = ({ name }: { readonly name: string }): string => lastOf(name);

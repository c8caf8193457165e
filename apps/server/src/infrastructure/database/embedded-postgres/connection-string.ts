/** Addresses of a database behind a unix socket. */

/** @returns `postgresql://role@localhost/database?host=/folder/of/the/socket`, which pg and libpq read alike. */
export function connectionString(socketFolder: string, role: string, database: string): string {
  return `postgresql://${role}@localhost/${database}?host=${encodeURIComponent(socketFolder)}`;
}

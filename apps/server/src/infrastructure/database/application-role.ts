/**
 * The role that the application works as: it owns nothing and cannot bypass row security, so that a mistake in a service still
 * shows nobody the rows of somebody else.
 */
import { type Client, DatabaseError, type Pool } from 'pg';
import { StartError } from '../../core/start-error.ts';

export const applicationRole = 'riskoptimizer_app';

/**
 * Makes the role where it is missing and lets the owner of the database take it on. Needed before the migrations, which give
 * it its rights.
 *
 * @throws StartError with the statements to run, when the owner may not make roles.
 */
export async function ensureApplicationRole(owner: Client): Promise<void> {
  try {
    const { rows } = await owner.query<{ found: boolean; mayUse: boolean }>(
      `select exists (select from pg_roles where rolname = $1) as found,
        coalesce((select pg_has_role(oid, 'member') from pg_roles where rolname = $1), false) as "mayUse"`,
      [applicationRole],
    );
    if (rows[0]?.found !== true) await createRole(owner);
    if (rows[0]?.mayUse !== true) await owner.query(`grant ${applicationRole} to current_user`);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== '42501') throw error;
    throw new StartError(
      `The user of the database may not make the role ${applicationRole}, which the application works as. ` +
        `Let an administrator run: create role ${applicationRole} nologin; grant ${applicationRole} to the user of DATABASE_URL.`,
      { cause: error },
    );
  }
}

/** Of servers that start together one makes it, and the others find it made. */
async function createRole(owner: Client): Promise<void> {
  try {
    await owner.query(`create role ${applicationRole} nologin`);
  } catch (error) {
    const isThere = error instanceof DatabaseError && (error.code === '42710' || error.code === '23505');
    if (!isThere) throw error;
  }
}

/** @throws StartError when the connection of the application could see past row security. */
export async function requireRowSecurity(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; mayBypass: boolean; owns: boolean; forced: boolean }>(
    `select current_user as name, rolsuper or rolbypassrls as "mayBypass",
      exists (select from pg_class where relname = 'portfolios' and relowner = pg_roles.oid) as owns,
      (select bool_and(relrowsecurity) from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'r') as forced
    from pg_roles where rolname = current_user`,
  );
  const [role] = rows;
  if (role !== undefined && !role.mayBypass && !role.owns && role.forced) return;
  throw new StartError(
    `The database role ${role?.name ?? '?'} can see past the row security of the database, so the application does not start with it. ` +
      `It works as ${applicationRole}: give DATABASE_URL a user that is a member of that role.`,
  );
}

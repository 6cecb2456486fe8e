/** Hosts where many put up forms: there the host says little, and the first parts of the path say whose form it is. */
import table from "./tenants.json" with { type: "json" };

export type Tenant = {
  /** What the place is called. */
  name: string;
  /** The part of the path that names whose form it is, "/form/sQhE"; "" when the path names nobody. */
  path: string;
};

/** Whose form it is on a shared host, or null where the host is one body's own. */
export function tenantOf(host: string, path: string): Tenant | null {
  const rows = table.hosts.filter((row) => row.host === host);
  const [first] = rows;
  if (first === undefined) return null;
  const row = rows.find(({ prefix }) => path.startsWith(prefix));
  const parts = path.split("/").filter((part) => part !== "");
  if (row === undefined || parts.length < row.segments) return { name: first.name, path: "" };
  return { name: row.name, path: `/${parts.slice(0, row.segments).join("/")}` };
}

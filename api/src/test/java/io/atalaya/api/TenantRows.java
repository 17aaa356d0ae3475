package io.atalaya.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Every row that any table has of a tenant, as JSON; new tables count by themselves. */
public final class TenantRows {
  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(\\+00:00|Z)";

  private static final String COUNT = "(\"(?:version|generation)\":) \\d+";

  /** Sealed anew whenever it is written. */
  private static final String TRANSACTION = "(\"ended_in\":) \"\\d+\"";

  private static final String SEALED = "(\"source\":) \"[^\"]*\"";

  /** Written by loops that run beside a test. */
  private static final Set<String> LOOPS = Set.of("camera_health");

  private final TestSql sql;
  private final String tenant;

  public TenantRows(TestSql sql, String tenant) {
    this.sql = sql;
    this.tenant = tenant;
  }

  /** In one snapshot of the database, in a fixed order. */
  public List<String> now() {
    return sql.run(handle -> {
      var rows = new ArrayList<String>();
      List<String> tables =
          handle
              .createQuery(
                  """
                  select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
                  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                    and a.attname = 'tenant_id' and not a.attisdropped
                  order by 1
                  """)
              .mapTo(String.class)
              .list();
      for (String table : tables) {
        if (!LOOPS.contains(table)) {
          rows.addAll(
              handle
                  .createQuery(
                      """
                      select '%1$s ' || to_jsonb(t)::text from public."%1$s" t
                      where tenant_id = :tenant order by 1
                      """
                          .formatted(table))
                  .bind("tenant", tenant)
                  .mapTo(String.class)
                  .list());
        }
      }
      return rows;
    });
  }

  /**
   * What became of {@code before}, with ids, times, versions and sealed bytes made alike; empty
   * when nothing changed.
   */
  public List<String> changesSince(List<String> before) {
    var gone = new ArrayList<>(before);
    var come = new ArrayList<String>();
    for (String row : now()) {
      if (!gone.remove(row)) {
        come.add(row);
      }
    }
    var changes = new ArrayList<String>();
    gone.forEach(row -> changes.add("- " + alike(row)));
    come.forEach(row -> changes.add("+ " + alike(row)));
    changes.sort(null);
    return changes;
  }

  private static String alike(String row) {
    return row.replaceAll(ID, "ID")
        .replaceAll(TIME, "TIME")
        .replaceAll(COUNT, "$1 N")
        .replaceAll(SEALED, "$1 BYTES")
        .replaceAll(TRANSACTION, "$1 TX");
  }
}

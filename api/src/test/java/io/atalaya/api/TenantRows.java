package io.atalaya.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Every row that any table has of a tenant, as JSON; new tables count by themselves. */
public final class TenantRows {
  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(\\+00:00|Z)";

  private static final String COUNT = "(\"(?:version|generation|position)\":) \\d+";

  private static final String TRANSACTION = "(\"(?:ended_in|recorded_in)\":) \"\\d+\"";

  /** Made or sealed anew whenever it is written. */
  private static final String SEALED =
      "(\"(?:source|public_key|sealed_private|secret_hash)\":) \"[^\"]*\"";

  /** Written by loops that run beside a test. */
  private static final Set<String> LOOPS =
      Set.of("camera_health", "camera_health_run", "camera_sync");

  private final TestSql sql;
  private final String tenant;
  private final List<String> shared;

  public TenantRows(TestSql sql, String tenant) {
    this(sql, tenant, List.of());
  }

  /**
   * @param shared tables that belong to no tenant, of which every row is looked at as well
   */
  public TenantRows(TestSql sql, String tenant, List<String> shared) {
    this.sql = sql;
    this.tenant = tenant;
    this.shared = List.copyOf(shared);
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
          rows.addAll(rows(handle, table, "tenant_id = :tenant"));
        }
      }
      for (String table : shared) {
        rows.addAll(rows(handle, table, ":tenant is not null"));
      }
      return rows;
    });
  }

  private List<String> rows(Handle handle, String table, String condition) {
    return handle
        .createQuery(
            """
            select '%1$s ' || to_jsonb(t)::text from public."%1$s" t
            where %2$s order by 1
            """
                .formatted(table, condition))
        .bind("tenant", tenant)
        .mapTo(String.class)
        .list();
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

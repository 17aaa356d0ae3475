package io.atalaya.api;

import io.atalaya.api.platform.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;

/**
 * What PostgreSQL did to a table, by its own count: how often it read all of it, how many rows it
 * fetched, how many it wrote, and how many of these without touching an index.
 */
public record TableReads(int wholeScans, int rows, int written, int writtenHot) {

  /** Of {@code work}, which joins a transaction begun for it. */
  public static TableReads during(Database database, String table, Runnable work) {
    return QuarkusTransaction.requiringNew()
        .call(() -> {
          TableReads before = soFar(database, table);
          work.run();
          TableReads after = soFar(database, table);
          return new TableReads(
              after.wholeScans - before.wholeScans,
              after.rows - before.rows,
              after.written - before.written,
              after.writtenHot - before.writtenHot);
        });
  }

  private static TableReads soFar(Database database, String table) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select seq_scan, seq_tup_read + coalesce(idx_tup_fetch, 0) as rows, n_tup_upd,
                  n_tup_hot_upd
                from pg_stat_xact_user_tables where schemaname = 'public' and relname = :table
                """)
            .bind("table", table)
            .map((rows, _) ->
                new TableReads(
                    rows.getInt("seq_scan"),
                    rows.getInt("rows"),
                    rows.getInt("n_tup_upd"),
                    rows.getInt("n_tup_hot_upd")))
            .one());
  }
}

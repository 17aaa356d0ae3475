package io.atalaya.api;

import org.jdbi.v3.core.Handle;

/**
 * Makes the database join by nested loops, as it may choose to when its statistics say that tables
 * are small: a statement has to mean the same however it is planned.
 */
public final class NestedLoops {
  private NestedLoops() {}

  /** Until the transaction ends. */
  public static int only(Handle handle) {
    return handle.execute(
        """
        set local enable_hashjoin = off;
        set local enable_mergejoin = off;
        set local enable_hashagg = off;
        set local enable_sort = off;
        set local enable_material = off;
        set local enable_memoize = off
        """);
  }
}

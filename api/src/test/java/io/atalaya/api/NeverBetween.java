package io.atalaya.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.FailingStatements.Way;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Makes the first statement of a use case fail, then the second, and so on until it gets through:
 * each time all rows are as before or as after, never between.
 */
public final class NeverBetween {
  private static final int MAX_STATEMENTS = 200;

  private final FailingStatements failing;
  private final TenantRows rows;

  public NeverBetween(FailingStatements failing, TenantRows rows) {
    this.failing = failing;
    this.rows = rows;
  }

  /**
   * Lets {@code useCase} fail at each of its statements.
   *
   * @param useCase puts things in place, and answers what to do then, which answers an HTTP status
   */
  public void assertOf(String name, Supplier<IntSupplier> useCase, Way way) {
    IntSupplier act = useCase.get();
    List<String> start = rows.now();
    assertTrue(act.getAsInt() < 300, name);
    List<String> done = rows.changesSince(start);
    assertFalse(done.isEmpty(), name + " is to change something");
    int troubles = 0;
    for (int n = 1; ; n++) {
      assertTrue(n < MAX_STATEMENTS, name + " takes more statements than that");
      act = useCase.get();
      start = rows.now();
      failing.failAt(n, way);
      int status = attempted(act);
      String failed = failing.stop();
      List<String> left = rows.changesSince(start);
      String when = "%s, %s at statement %d (%s): ".formatted(name, way, n, failed);
      if (failed == null) {
        assertEquals(done, left, when);
        assertTrue(troubles > 0, name + " never noticed that " + way);
        return;
      }
      assertTrue(left.isEmpty() || left.equals(done), () -> when + String.join("\n", left));
      assertTrue(status >= 500 || left.equals(done), when + "nothing done, but said " + status);
      if (status >= 500 && left.isEmpty() == way.undoes()) {
        troubles++;
      }
    }
  }

  private static int attempted(IntSupplier act) {
    try {
      return act.getAsInt();
    } catch (RuntimeException ours) {
      return 500;
    }
  }
}

package io.atalaya.e2e.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PromqlTest {
  @Test
  void names_the_series_and_labels_an_expression_asks_for() {
    Promql.Query query =
        Promql.parse(
            "histogram_quantile(0.99, sum by (le, job) (rate(a_bucket{b=\"c\",d!~\"e.*\"}[5m]))) > 2");
    assertEquals(
        List.of(
            new Promql.Selector(
                "a_bucket",
                List.of(new Promql.Match("b", "=", "c"), new Promql.Match("d", "!~", "e.*")))),
        query.selectors());
    assertEquals(Set.of("le", "job"), query.grouped());
    assertEquals(2, Promql.parse("topk(10, a / b) + 1").selectors().size());
  }

  @Test
  void a_match_takes_what_its_operator_says() {
    assertTrue(new Promql.Match("a", "=", "b").takes("b"));
    assertFalse(new Promql.Match("a", "=", "b").takes("bb"));
    assertFalse(new Promql.Match("a", "!=", "b").takes("b"));
    assertTrue(new Promql.Match("a", "=~", "b.+").takes("bb"));
    assertFalse(new Promql.Match("a", "=~", "b").takes("bb"), "anchored, as in Prometheus");
    assertTrue(new Promql.Match("a", "!~", "b").takes("c"));
  }

  @Test
  void what_is_no_expression_is_refused() {
    for (String wrong :
        List.of(
            "",
            "a{",
            "a{b}",
            "a{b=c}",
            "rate(a[5m]",
            "rate(a[soon])",
            "a b",
            "nosuch(a)",
            "a ?",
            "a +")) {
      assertThrows(IllegalArgumentException.class, () -> Promql.parse(wrong), wrong);
    }
  }
}

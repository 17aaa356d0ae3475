package io.atalaya.launcher.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CloseStackTest {
  private final List<String> happened = new ArrayList<>();
  private final CloseStack stack = new CloseStack(happened::add);

  @Test
  void closes_in_the_opposite_order_and_once() {
    stack.add(() -> happened.add("first"));
    stack.add(() -> happened.add("second"));
    stack.close();
    stack.close();
    assertEquals(List.of("second", "first"), happened);
  }

  @Test
  void goes_on_after_one_that_cannot_be_closed() {
    stack.add(() -> happened.add("first"));
    stack.add(() -> {
      throw new IllegalStateException("stuck");
    });
    stack.close();
    assertTrue(happened.getFirst().contains("stuck"), happened.toString());
    assertEquals("first", happened.getLast());
  }

  @Test
  void what_comes_late_is_closed_at_once() {
    stack.close();
    stack.add(() -> happened.add("late"));
    assertEquals(List.of("late"), happened);
  }
}

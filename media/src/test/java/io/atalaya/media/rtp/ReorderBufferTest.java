package io.atalaya.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReorderBufferTest {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final List<Integer> passed = new ArrayList<>();
  private final ReorderBuffer buffer =
      new ReorderBuffer(
          allocator, (bytes, index, _) -> passed.add(bytes.getUnsignedShort(index + 2)));

  @AfterEach
  void nothing_is_left() {
    buffer.close();
    assertEquals(0, allocator.metric().usedHeapMemory());
  }

  private void packet(int sequence, int ssrc, long nowNanos) {
    ByteBuf bytes = Unpooled.buffer();
    bytes.writeShort(0x8060).writeShort(sequence).writeInt(0).writeInt(ssrc);
    buffer.packet(bytes, 0, bytes.readableBytes(), nowNanos);
  }

  private void packets(int... sequences) {
    for (int sequence : sequences) {
      packet(sequence, 1, 0);
    }
  }

  @Test
  void what_comes_in_order_passes_at_once() {
    packets(7, 8, 9);
    assertEquals(List.of(7, 8, 9), passed);
    assertEquals(0, buffer.reordered());
    assertEquals(0, allocator.metric().usedHeapMemory());
  }

  @Test
  void what_comes_early_waits_for_what_is_missing_also_over_the_wrap() {
    packets(65_534, 0, 1, 65_535, 2);
    assertEquals(List.of(65_534, 65_535, 0, 1, 2), passed);
    assertEquals(1, buffer.reordered(), "65,535 came after 0");
  }

  @Test
  void each_that_comes_after_a_later_one_is_counted() {
    packets(1, 5, 3, 2, 4);
    assertEquals(List.of(1, 2, 3, 4, 5), passed);
    assertEquals(3, buffer.reordered());
  }

  @Test
  void what_comes_again_or_too_late_is_left_out() {
    packets(1, 3, 3, 2, 2, 1);
    assertEquals(List.of(1, 2, 3), passed);
  }

  @Test
  void what_stays_away_is_given_up_after_a_while() {
    packets(1, 3, 4, 7);
    buffer.sweep(ReorderBuffer.MAX_WAIT_NANOS - 1);
    assertEquals(List.of(1), passed);
    buffer.sweep(ReorderBuffer.MAX_WAIT_NANOS);
    assertEquals(List.of(1, 3, 4, 7), passed);
  }

  @Test
  void what_is_missing_later_is_waited_for_as_long() {
    packets(1, 3);
    packet(5, 1, 90);
    packets(2);
    assertEquals(List.of(1, 2, 3), passed);
    buffer.sweep(90 + ReorderBuffer.MAX_WAIT_NANOS - 1);
    packet(4, 1, 90 + ReorderBuffer.MAX_WAIT_NANOS - 1);
    assertEquals(List.of(1, 2, 3, 4, 5), passed);
  }

  @Test
  void the_wait_is_from_when_the_first_came_that_is_behind() {
    packets(1);
    packet(4, 1, 10);
    packet(3, 1, 20);
    buffer.sweep(10 + ReorderBuffer.MAX_WAIT_NANOS - 1);
    assertEquals(List.of(1), passed);
    buffer.sweep(10 + ReorderBuffer.MAX_WAIT_NANOS);
    assertEquals(List.of(1, 3, 4), passed);
  }

  @Test
  void what_would_be_too_much_to_hold_is_passed_on() {
    packets(1);
    packets(IntStream.rangeClosed(3, 2 + ReorderBuffer.MAX_PACKETS).toArray());
    assertEquals(ReorderBuffer.MAX_PACKETS + 1, passed.size());
    assertEquals(3, passed.get(1));
  }

  @Test
  void no_more_is_given_up_than_makes_room() {
    packets(1, 3, 2 + ReorderBuffer.MAX_PACKETS, 4);
    assertEquals(List.of(1, 3, 4), passed);
    packets(5);
    assertEquals(List.of(1, 3, 4, 5), passed);
  }

  @Test
  void a_jump_ahead_lets_go_of_all_that_waits() {
    packets(1, 3, 5, 1_000, 1_002, 1_001);
    assertEquals(List.of(1, 3, 5, 1_000, 1_001, 1_002), passed);
  }

  @Test
  void another_sender_and_a_jump_back_begin_anew() {
    packets(5_000, 5_002);
    packet(4_990, 2, 0);
    packet(100, 2, 0);
    assertEquals(List.of(5_000, 5_002, 4_990, 100), passed);
  }

  @Test
  void any_order_within_the_bound_comes_out_whole_and_growing() {
    var random = new Random(11);
    for (int ssrc = 0; ssrc < 200; ssrc++) {
      passed.clear();
      int first = random.nextInt(60_000);
      packet(first, ssrc, 0);
      List<Integer> rest = new ArrayList<>(IntStream.range(first + 1, first + 50).boxed().toList());
      Collections.shuffle(rest, random);
      for (int sequence : rest) {
        packet(sequence, ssrc, 0);
      }
      assertEquals(IntStream.range(first, first + 50).boxed().toList(), passed);
    }
  }
}

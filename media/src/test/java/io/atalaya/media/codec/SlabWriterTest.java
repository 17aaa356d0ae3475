package io.atalaya.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.media.DirectMemory;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SlabWriterTest {
  private final DirectMemory memory = new DirectMemory();
  private final SlabWriter writer = SlabWriter.ofAudio(memory.allocator());

  @Test
  void access_units_lie_one_behind_another_each_behind_its_headroom() {
    ByteBuf first = written(7, 100);
    ByteBuf second = written(8, 50);
    assertEquals(AccessUnit.HEADROOM, first.readerIndex(), "the first in its slab");
    assertEquals(100, first.readableBytes());
    assertSame(first.unwrap(), second.unwrap());
    assertEquals(first.writerIndex() + AccessUnit.HEADROOM, second.readerIndex());
    assertFilled(7, first);
    assertFilled(8, second);
    end(List.of(first, second));
  }

  @Test
  void one_that_is_forgotten_leaves_no_hole() {
    ByteBuf first = written(1, 10);
    writer.room(20).writeZero(20);
    writer.clear();
    ByteBuf second = written(2, 10);
    assertEquals(first.writerIndex() + AccessUnit.HEADROOM, second.readerIndex());
    end(List.of(first, second));
  }

  @Test
  void one_that_outgrows_its_slab_goes_on_in_another_and_leaves_the_others_where_they_are() {
    ByteBuf small = written(1, 1_000);
    for (int i = 0; i < 500; i++) {
      writer.room(1_000).writeBytes(filled(3, 1_000));
    }
    assertEquals(500_000, writer.sizeBytes());
    ByteBuf large = writer.take();
    assertFilled(1, small);
    assertEquals(500_000, large.readableBytes());
    assertFilled(3, large);
    end(List.of(small, large));
  }

  @Test
  void one_that_would_fit_but_for_its_headroom_begins_another_slab() {
    for (int over = 0; over <= AccessUnit.HEADROOM; over++) {
      ByteBuf first = written(1, 10);
      int room = first.capacity() - first.writerIndex() - AccessUnit.HEADROOM;
      ByteBuf second = written(2, room + over);
      assertEquals(over == 0 ? first.writerIndex() : 0, second.readerIndex() - AccessUnit.HEADROOM);
      end(List.of(first, second));
    }
  }

  @Test
  void a_byte_is_found_again_wherever_the_slab_is() {
    writer.room(4).writeInt(0);
    writer.room(40_000).writeBytes(filled(5, 40_000));
    writer.room(0).setInt(writer.indexOf(0), 40_000);
    writer.truncate(20_004);
    ByteBuf unit = writer.take();
    assertEquals(20_004, unit.readableBytes());
    assertEquals(40_000, unit.readInt());
    assertFilled(5, unit);
    end(List.of(unit));
  }

  @Test
  void a_slab_goes_back_when_the_last_of_it_is_released() {
    var units = new ArrayList<ByteBuf>();
    for (int i = 0; i < 1_000; i++) {
      units.add(written(i, 300));
    }
    long most = memory.usedBytes();
    units.subList(0, 500).forEach(ByteBuf::release);
    assertTrue(memory.usedBytes() < most * 2 / 3, "half of the slabs are back");
    units.subList(500, 1_000).forEach(unit -> assertFalse(unit.refCnt() == 0));
    end(units.subList(500, 1_000));
  }

  private ByteBuf written(int value, int bytes) {
    writer.room(bytes).writeBytes(filled(value, bytes));
    return writer.take();
  }

  private static byte[] filled(int value, int bytes) {
    var all = new byte[bytes];
    Arrays.fill(all, (byte) value);
    return all;
  }

  private static void assertFilled(int value, ByteBuf unit) {
    for (int i = unit.readerIndex(); i < unit.writerIndex(); i++) {
      assertEquals((byte) value, unit.getByte(i));
    }
  }

  private void end(List<ByteBuf> units) {
    List.copyOf(units).forEach(ByteBuf::release);
    writer.close();
    assertEquals(0, memory.usedBytes());
  }
}

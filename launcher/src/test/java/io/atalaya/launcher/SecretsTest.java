package io.atalaya.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsTest {
  @TempDir Path temporary;

  @Test
  void are_made_once_per_folder_and_never_alike() throws Exception {
    try (var one = DataFolder.open(temporary.resolve("one"));
        var other = DataFolder.open(temporary.resolve("other"))) {
      Secrets first = Secrets.of(one);
      Secrets again = Secrets.of(one);
      assertTrue(first.firstStart());
      assertFalse(again.firstStart());
      assertEquals(first.masterKey(), again.masterKey());
      assertEquals(first.adminPassword(), again.adminPassword());
      assertNotEquals(first.masterKey(), Secrets.of(other).masterKey());
      assertEquals(32, Base64.getDecoder().decode(first.masterKey()).length);
      assertFalse(first.toString().contains(first.gatewaySecret()));
    }
  }
}

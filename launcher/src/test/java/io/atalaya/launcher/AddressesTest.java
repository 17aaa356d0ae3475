package io.atalaya.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressesTest {
  private static List<String> origins(String api) {
    URI ui = URI.create(api);
    return new Addresses(ui, ui, ui.resolve("/portal/"), ui.resolve("/admin/"), ui, ui, ui, ui)
        .uiOrigins();
  }

  @Test
  void a_browser_may_call_the_loopback_address_by_its_name() {
    assertEquals(
        List.of("http://127.0.0.1:8080", "http://localhost:8080"),
        origins("http://127.0.0.1:8080"));
    assertEquals(
        List.of("http://[::1]:8080", "http://localhost:8080"), origins("http://[::1]:8080"));
  }

  @Test
  void any_other_address_is_one_origin() {
    assertEquals(List.of("http://10.0.0.7:8080"), origins("http://10.0.0.7:8080"));
  }
}

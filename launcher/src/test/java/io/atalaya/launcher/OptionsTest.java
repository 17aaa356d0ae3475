package io.atalaya.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionsTest {
  @Test
  void nothing_said_means_the_documented_defaults() throws Exception {
    var options = Options.parse(List.of(), Mode.DEMO);
    assertEquals(new Options(Path.of("data"), 8080, 8081, 9000, "127.0.0.1", 0), options);
    assertEquals(9001, options.gatewayManagementPort());
  }

  @Test
  void every_option_is_read_in_both_spellings() throws Exception {
    var expected = new Options(Path.of("/d"), 1, 2, 3, "0.0.0.0", 4);
    assertEquals(
        expected,
        Options.parse(
            List.of(
                "--data",
                "/d",
                "--api-port",
                "1",
                "--gateway-port",
                "2",
                "--management-port",
                "3",
                "--bind",
                "0.0.0.0",
                "--cameras",
                "4"),
            Mode.DEMO));
    assertEquals(
        expected,
        Options.parse(
            List.of(
                "--data=/d",
                "--api-port=1",
                "--gateway-port=2",
                "--management-port=3",
                "--bind=0.0.0.0",
                "--cameras=4"),
            Mode.DEMO));
  }

  @ParameterizedTest
  @CsvSource({
    "--colour blue,                      no option is called '--colour'",
    "--api-port,                         --api-port needs a value",
    "--api-port 0,                       --api-port is a number from 1 to 65535",
    "--api-port 65536,                   --api-port is a number from 1 to 65535",
    "--api-port http,                    'http'",
    "--cameras -1,                       --cameras is a number from 0",
    "--api-port 8081,                    port 8081 is given twice",
    "--management-port 8080,             port 8080 is given twice",
    "--gateway-port 9001,                port 9001 is given twice",
    "--management-port 65535,            leaves no port after it",
  })
  void says_what_is_wrong_with_the_command_line(String line, String complaint) {
    var refused =
        assertThrows(
            LaunchRefused.class, () -> Options.parse(List.of(line.split(" ", -1)), Mode.DEMO));
    assertTrue(refused.getMessage().contains(complaint), refused.getMessage());
  }

  @Test
  void development_needs_two_ports_more_than_the_demo() throws Exception {
    var line = List.of("--management-port", "8083");
    assertEquals(8083, Options.parse(line, Mode.DEMO).managementPort());
    assertThrows(LaunchRefused.class, () -> Options.parse(line, Mode.DEV));
  }
}

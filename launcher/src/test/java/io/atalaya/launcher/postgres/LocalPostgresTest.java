package io.atalaya.launcher.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalPostgresTest {
  @TempDir Path home;

  @Test
  void keeps_data_and_passwords_over_a_restart() throws Exception {
    DatabaseCredentials first;
    try (var postgres = start()) {
      first = postgres.prepareDatabase();
      try (var owner = asOwner(first)) {
        execute(owner, "create table kept (value int)");
        execute(owner, "insert into kept values (7)");
      }
    }
    try (var postgres = start()) {
      var second = postgres.prepareDatabase();
      assertEquals(first.ownerPassword(), second.ownerPassword());
      try (var owner = asOwner(second)) {
        assertEquals("7", one(owner, "select value from kept"));
      }
    }
  }

  @Test
  void keeps_data_when_the_machine_allows_another_way_not_to_be_root() throws Exception {
    Path log = home.resolve("postgres.log");
    int kept = 0;
    for (Rootless way : Rootless.possible()) {
      try (var postgres = LocalPostgres.start(home, 0, Durability.TEST, log, way)) {
        try (var owner = asOwner(postgres.prepareDatabase())) {
          execute(owner, "create table if not exists kept (value int)");
          assertEquals(Integer.toString(kept), one(owner, "select count(*) from kept"));
          execute(owner, "insert into kept values (7)");
          kept++;
        }
      }
    }
    assertEquals(Rootless.here(), Rootless.possible().getFirst());
    assertTrue(kept > 0);
  }

  @Test
  void starts_again_at_once_after_the_server_was_killed() throws Exception {
    try (var postgres = start()) {
      var credentials = postgres.prepareDatabase();
      try (var owner = asOwner(credentials)) {
        execute(owner, "create table kept (value int)");
        ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
        postgres.onExit().get(60, TimeUnit.SECONDS);
        try (var again = LocalPostgres.start(home, postgres.port(), Durability.TEST)) {
          try (var reconnected = asOwner(again.prepareDatabase())) {
            assertEquals("0", one(reconnected, "select count(*) from kept"));
          }
        }
      }
    }
  }

  @Test
  void starts_although_the_stale_pid_file_names_another_program_that_runs() throws Exception {
    start().close();
    Files.writeString(home.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\n");
    try (var postgres = start()) {
      assertTrue(ProcessHandle.of(postgres.pid()).orElseThrow().isAlive());
    }
  }

  @Test
  void the_app_role_owns_nothing_and_bypasses_nothing() throws Exception {
    try (var postgres = start()) {
      var credentials = postgres.prepareDatabase();
      try (var app = connect(credentials.url(), credentials.app(), credentials.appPassword())) {
        assertEquals(
            "f f f f f",
            one(
                app,
                """
                select concat_ws(' ', rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolbypassrls)
                from pg_roles where rolname = current_user
                """));
        assertThrows(SQLException.class, () -> execute(app, "create table mine (value int)"));
      }
    }
  }

  @Test
  void the_owner_may_make_roles_and_grant_them_but_is_no_superuser() throws Exception {
    try (var postgres = start()) {
      var credentials = postgres.prepareDatabase();
      try (var owner = asOwner(credentials)) {
        execute(owner, "create role atalaya_tenant nologin");
        execute(owner, "grant atalaya_tenant to atalaya_app");
        assertEquals(
            "f f",
            one(
                owner,
                "select concat_ws(' ', rolsuper, rolbypassrls) from pg_roles where rolname ="
                    + " current_user"));
      }
    }
  }

  @Test
  void refuses_a_wrong_password_and_needs_one() throws Exception {
    try (var postgres = start()) {
      var credentials = postgres.prepareDatabase();
      assertThrows(
          SQLException.class, () -> connect(credentials.url(), credentials.owner(), "wrong"));
      assertThrows(SQLException.class, () -> connect(postgres.jdbcUrl("postgres"), "postgres", ""));
    }
  }

  @Test
  void listens_on_the_loopback_address_only() throws Exception {
    try (var postgres = start()) {
      for (var network : NetworkInterface.networkInterfaces().toList()) {
        for (var address : network.inetAddresses().filter(a -> !a.isLoopbackAddress()).toList()) {
          try (var socket = new Socket()) {
            var there = new InetSocketAddress(address, postgres.port());
            assertThrows(IOException.class, () -> socket.connect(there, 500), there.toString());
          }
        }
      }
    }
  }

  @Test
  void keeps_its_passwords_from_other_users_and_out_of_its_log() throws Exception {
    try (var postgres = start()) {
      var credentials = postgres.prepareDatabase();
      for (String file : new String[] {"superuser.pw", "owner.pw", "app.pw"}) {
        assertEquals(
            "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(file))));
      }
      String log = Files.readString(home.resolve("postgres.log"));
      assertFalse(log.contains(credentials.ownerPassword()));
      assertFalse(log.contains(credentials.appPassword()));
      assertFalse(credentials.toString().contains(credentials.ownerPassword()));
      assertFalse(credentials.toString().contains(credentials.appPassword()));
    }
  }

  @Test
  void says_why_it_cannot_start() throws Exception {
    try (var postgres = start()) {
      var failure =
          assertThrows(
              IOException.class,
              () -> LocalPostgres.start(home.resolve("other"), postgres.port(), Durability.TEST));
      assertTrue(failure.getMessage().contains("Address already in use"), failure.getMessage());
    }
  }

  private LocalPostgres start() throws IOException {
    return LocalPostgres.start(home, 0, Durability.TEST);
  }

  private static Connection asOwner(DatabaseCredentials credentials) throws SQLException {
    return connect(credentials.url(), credentials.owner(), credentials.ownerPassword());
  }

  private static Connection connect(String url, String user, String password) throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertTrue(rows.next());
      return rows.getString(1);
    }
  }
}

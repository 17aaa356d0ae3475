package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.session.SessionDecision.Become;
import io.atalaya.api.session.SessionDecision.Conflict;
import io.atalaya.api.session.SessionDecision.Refused;
import io.atalaya.api.session.SessionDecision.Stay;
import io.atalaya.api.session.SessionEvent.PageLeft;
import io.atalaya.api.session.SessionState.Active;
import io.atalaya.api.session.SessionState.Ended;
import io.atalaya.api.session.SessionState.Expired;
import io.atalaya.api.session.SessionState.Issued;
import io.atalaya.api.session.SessionState.Left;
import io.atalaya.api.session.SessionState.Live;
import io.atalaya.api.session.SessionState.Over;
import io.atalaya.api.session.SessionState.Requested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SessionDecisionTest {
  private static final Path TABLE = Path.of("../docs/ref/session-states.md");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final Map<String, SessionState> STATES = new LinkedHashMap<>();

  static {
    STATES.put("requested", new Requested(after(20)));
    STATES.put("requested, lapsed", new Requested(NOW));
    STATES.put("issued", new Issued(after(20)));
    STATES.put("issued, lapsed", new Issued(NOW));
    STATES.put("active", new Active(after(-100), after(20), after(3500)));
    STATES.put("active, near the hard end", new Active(after(-3590), after(10), after(10)));
    STATES.put("active, lapsed", new Active(after(-100), NOW, after(3500)));
    STATES.put("active, past the hard end", new Active(after(-3600), NOW, NOW));
    STATES.put("left", new Left(after(-100), after(-2), after(3), after(3500)));
    STATES.put("left, near the hard end", new Left(after(-3590), after(-2), after(2), after(2)));
    STATES.put("left, lapsed", new Left(after(-100), after(-5), NOW, after(3500)));
    STATES.put("ended", new Ended(after(-5), EndReason.VIEWER));
    STATES.put("expired", new Expired(after(-5), EndReason.LEASE_LAPSED));
  }

  private static final List<SessionEvent> EVENTS =
      List.of(
          new SessionEvent.TokenMinted(),
          new SessionEvent.Activated(LONGEST),
          new SessionEvent.Watched(Duration.ZERO),
          new SessionEvent.PageLeft(),
          new SessionEvent.EndRequested(EndReason.ADMIN),
          new SessionEvent.TimePassed());

  @Test
  @DisplayName("the printed table of states and events is what the code decides")
  void printed_table_is_what_the_code_decides() throws IOException {
    String printed = table();
    if (Boolean.getBoolean("docs.update")) {
      Files.createDirectories(TABLE.getParent());
      Files.writeString(TABLE, printed);
    }
    assertEquals(
        Files.readString(TABLE),
        printed,
        "docs/ref/session-states.md is stale: run this test with -Ddocs.update=true");
  }

  @Test
  void what_is_over_never_changes_whatever_happens() {
    for (SessionState state : STATES.values()) {
      if (state instanceof Over over) {
        for (SessionEvent event : EVENTS) {
          SessionDecision decision = SessionDecision.decide(over, event, NOW);
          assertFalse(decision instanceof Become, over + " × " + event);
        }
      }
    }
  }

  @Test
  void ending_is_never_refused_and_keeps_the_first_reason() {
    var end = new SessionEvent.EndRequested(EndReason.ADMIN);
    var first = new Ended(after(-5), EndReason.VIEWER);
    assertEquals(new Stay(first), SessionDecision.decide(first, end, NOW));
    assertEquals(
        new Become(new Ended(NOW, EndReason.ADMIN)),
        SessionDecision.decide(new Issued(after(1)), end, NOW));
  }

  @Test
  void activation_again_changes_nothing() {
    var activate = new SessionEvent.Activated(LONGEST);
    var issued = new Issued(after(10));
    var active = (Active) ((Become) SessionDecision.decide(issued, activate, NOW)).next();
    assertEquals(new Active(NOW, after(45), after(3600)), active);
    assertEquals(new Stay(active), SessionDecision.decide(active, activate, after(30)));
  }

  @Test
  void a_page_that_left_has_a_moment_to_come_back_whatever_is_still_on_its_way() {
    var watched = new Active(after(-100), after(40), after(3500));
    var left = new Left(after(-100), NOW, after(5), after(3500));
    assertEquals(new Become(left), SessionDecision.decide(watched, new PageLeft(), NOW));
    for (SessionEvent late :
        List.of(
            new SessionEvent.Watched(Duration.ZERO),
            new SessionEvent.Activated(LONGEST),
            new PageLeft(),
            new SessionEvent.TimePassed())) {
      assertEquals(new Stay(left), SessionDecision.decide(left, late, after(4)), late.toString());
    }
    assertEquals(
        new Become(new Active(after(-100), after(34), after(3500))),
        SessionDecision.decide(left, new SessionEvent.TokenMinted(), after(4)));
    assertEquals(
        new Become(new Expired(after(5), EndReason.VIEWER_LEFT)),
        SessionDecision.decide(left, new SessionEvent.TimePassed(), after(60)));
  }

  @Test
  void leaving_never_makes_a_lease_longer() {
    var vanishing = new Active(after(-100), after(2), after(3500));
    assertEquals(
        new Become(new Left(after(-100), NOW, after(2), after(3500))),
        SessionDecision.decide(vanishing, new PageLeft(), NOW));
    var unclaimed = new Issued(after(2));
    assertEquals(new Become(unclaimed), SessionDecision.decide(unclaimed, new PageLeft(), NOW));
    assertEquals(
        new Become(new Issued(after(5))),
        SessionDecision.decide(new Issued(after(25)), new PageLeft(), NOW));
  }

  @Test
  void who_left_and_met_the_hard_end_was_ended_by_the_plan() {
    assertEquals(
        new Become(new Ended(after(2), EndReason.MAX_DURATION)),
        SessionDecision.decide(
            STATES.get("left, near the hard end"), new SessionEvent.TimePassed(), after(9)));
  }

  @Test
  void a_lease_renewed_to_the_hard_end_ends_for_the_plan_and_a_lost_one_expires() {
    var tick = new SessionEvent.TimePassed();
    assertEquals(
        new Become(new Ended(NOW, EndReason.MAX_DURATION)),
        SessionDecision.decide(STATES.get("active, past the hard end"), tick, after(500)));
    assertEquals(
        new Become(new Expired(NOW, EndReason.LEASE_LAPSED)),
        SessionDecision.decide(STATES.get("active, lapsed"), tick, after(5000)));
  }

  @Test
  void
      any_random_life_ends_once_and_its_lease_shrinks_by_leaving_only_and_never_passes_the_hard_end() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
    for (int life = 0; life < 2_000; life++) {
      Instant now = NOW;
      SessionState state = new Requested(now.plus(SessionDecision.REQUEST_WINDOW));
      for (int step = 0; step < 60; step++) {
        now = now.plusSeconds(random.nextInt(25));
        SessionEvent event = EVENTS.get(random.nextInt(EVENTS.size()));
        if (SessionDecision.decide(state, event, now) instanceof Become(SessionState next)) {
          assertLegal(state, next, now);
          state = next;
        }
      }
    }
  }

  private static void assertLegal(SessionState from, SessionState to, Instant now) {
    assertTrue(from instanceof Live, "a change after the end: " + from + " → " + to);
    assertTrue(to.phase().compareTo(from.phase()) >= 0, from + " → " + to);
    if (to instanceof Live live) {
      assertTrue(live.lapsesAt().isAfter(now), "born lapsed: " + to);
    }
    if (to instanceof Active next) {
      assertFalse(next.leaseExpiresAt().isAfter(next.endsAt()), "past its hard end: " + to);
      if (from instanceof Active before) {
        assertEquals(before.endsAt(), next.endsAt());
        assertFalse(next.leaseExpiresAt().isBefore(before.leaseExpiresAt()), from + " → " + to);
      }
      if (from instanceof Left before) {
        assertEquals(before.endsAt(), next.endsAt());
      }
    }
    if (to instanceof Left left) {
      Active before = assertInstanceOf(Active.class, from);
      assertEquals(before.endsAt(), left.endsAt());
      assertFalse(left.leaseExpiresAt().isAfter(before.leaseExpiresAt()), from + " → " + to);
      assertFalse(left.leaseExpiresAt().isAfter(now.plus(SessionDecision.RETURN_WINDOW)));
    }
  }

  private static String table() {
    var out = new StringBuilder();
    out.append("# Sessions: states and events\n\n");
    out.append("Printed by `SessionDecisionTest` from the code that decides; do not edit.\n");
    out.append("*left* is an active session whose page has gone and may be back in a moment.\n");
    out.append("Times are relative to the event. *lapsed* means that the deadline has passed, ");
    out.append("whether or not a sweeper came by.\n\n");
    var header = new ArrayList<String>(List.of("state"));
    EVENTS.forEach(event -> header.add("`" + event.name() + "`"));
    row(out, header);
    row(out, header.stream().map(_ -> "---").toList());
    STATES.forEach((name, state) -> {
      var cells = new ArrayList<String>(List.of(name));
      EVENTS.forEach(event -> cells.add(cell(SessionDecision.decide(state, event, NOW))));
      row(out, cells);
    });
    return out.toString();
  }

  private static void row(StringBuilder out, List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String cell(SessionDecision decision) {
    return switch (decision) {
      case Become(SessionState next) -> "→ " + name(next);
      case Stay(SessionState _) -> "as it is (200)";
      case Refused(Over over) -> "410 `session_%s` (%s)".formatted(over.phase(), over.reason());
      case Conflict(_, var allowed) -> "409, allowed: %s".formatted(allowed);
    };
  }

  private static String name(SessionState state) {
    return switch (state) {
      case Left left -> "left until %+d s".formatted(seconds(left.lapsesAt()));
      case Live live -> "%s until %+d s".formatted(live.phase(), seconds(live.lapsesAt()));
      case Over over -> "%s (%s)".formatted(over.phase(), over.reason());
    };
  }

  private static long seconds(Instant at) {
    return Duration.between(NOW, at).toSeconds();
  }

  private static Instant after(long seconds) {
    return NOW.plusSeconds(seconds);
  }
}

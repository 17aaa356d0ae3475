package io.atalaya.api.session;

import io.atalaya.api.session.SessionAct.Answer;
import io.atalaya.api.session.SessionAct.Person;
import io.atalaya.api.session.SessionModel.Mistake;
import io.atalaya.api.session.SessionModel.Row;
import io.atalaya.api.session.SessionState.Active;
import io.atalaya.api.session.SessionState.Left;
import io.atalaya.api.session.SessionState.Live;
import io.atalaya.api.session.SessionState.Over;
import io.atalaya.api.tenant.Entitlements;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A small world from a seed: viewers, gateways whose clocks are wrong and who crash, replicas of
 * the api that die before or after they commit, a sweeper that is away for an hour, and a network
 * that loses, delays and doubles everything. After every step the promises must hold.
 *
 * <p>One seed is one world: the same seed does the same again.
 */
final class SessionSimulation {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<String> TENANTS = List.of("a", "b");
  private static final List<String> CAMERAS = List.of("lobby", "yard");
  private static final Entitlements PLAN = new Entitlements(3, 2, 3, 10, 300, 400);

  /** A message that is not lost arrives within this. */
  private static final Duration MAX_DELAY = Duration.ofSeconds(20);

  private static final Duration MAX_SKEW = Duration.ofSeconds(3);
  private static final Duration BEAT = Duration.ofSeconds(15);
  private static final Duration SWEEP = Duration.ofSeconds(5);

  /** Without a heartbeat, a session that a gateway has served is over for the database. */
  private static final Duration LONGEST_UNSEEN =
      SessionDecision.LEASE.plus(MAX_DELAY).plus(BEAT).plus(MAX_SKEW);

  /** What is over piles up, and is looked through only now and then. */
  private static final int STEPS_BETWEEN_LOOKS_BACK = 100;

  /** A promise was broken. */
  static final class Broken extends AssertionError {
    private static final long serialVersionUID = 1;

    Broken(String what) {
      super(what);
    }
  }

  private record Due(Instant at, long order, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final RandomGenerator random;
  private final SessionModel sessions;
  private final PriorityQueue<Due> agenda = new PriorityQueue<>();
  private final List<Gateway> gateways = new ArrayList<>();
  private final Map<Integer, Row> ended = new HashMap<>();

  /** When somebody last had a reason to keep the session: its gateway, or its viewer. */
  private final Map<Integer, Instant> lastServed = new HashMap<>();

  /** When the page of a session left; nothing while it is there, or back. */
  private final Map<Integer, Instant> leftAt = new HashMap<>();

  /** By token: at which gateways it opened playback, as bits. */
  private final Map<Integer, Integer> opened = new HashMap<>();

  private Instant now = START;
  private long order;
  private int boots;
  private boolean quiet;

  SessionSimulation(long seed, Mistake mistake) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    sessions = new SessionModel(PLAN, mistake);
    for (int i = 0; i < 3; i++) {
      gateways.add(new Gateway());
    }
    for (String tenant : TENANTS) {
      for (String user : List.of("u", "v", "w", "x")) {
        in(seconds(5), () -> viewer(new Person(tenant, user)));
      }
      in(seconds(600), () -> operator(tenant));
    }
    in(SWEEP, this::sweeper);
  }

  /** Lives for so many steps, then lets everything come to rest. */
  void run(int steps) {
    for (int step = 0; step < steps; step++) {
      step();
      if (step % STEPS_BETWEEN_LOOKS_BACK == 0) {
        checkThePast();
      }
    }
    quiet = true;
    Instant rest = now.plus(Duration.ofHours(3));
    while (now.isBefore(rest) && !agenda.isEmpty()) {
      step();
    }
    checkThePast();
    for (Row row : sessions.live()) {
      throw new Broken("never over: " + row);
    }
    for (Gateway gateway : gateways) {
      check(gateway.serving.isEmpty(), "a gateway serves what is over", gateway.serving);
    }
  }

  private void step() {
    Due next = agenda.remove();
    now = next.at;
    next.what.run();
    checkPromises();
  }

  // ---- promises ---------------------------------------------------------------------------------

  private void checkPromises() {
    for (String tenant : TENANTS) {
      int slots = 0;
      for (Row row : sessions.live()) {
        slots += row.tenant().equals(tenant) && row.holdsSlot(now) ? 1 : 0;
      }
      check(
          slots <= PLAN.maxConcurrentStreams(),
          "more slots than the plan has",
          tenant + " has " + slots);
    }
    for (Row row : sessions.live()) {
      check(!ended.containsKey(row.id()), "alive again", row);
      if (row.state() instanceof Active active) {
        check(!active.leaseExpiresAt().isAfter(active.endsAt()), "past its hard end", row);
        Instant served = lastServed.getOrDefault(row.id(), START);
        boolean holds = now.isBefore(active.leaseExpiresAt());
        check(!holds || !served.plus(LONGEST_UNSEEN).isBefore(now), "nobody serves it", row);
      }
      Instant left = leftAt.get(row.id());
      check(
          left == null
              || !row.holdsSlot(now)
              || now.isBefore(left.plus(SessionDecision.RETURN_WINDOW)),
          "left, and holds its slot",
          row);
      if (row.state() instanceof Live live) {
        Duration ahead = Duration.between(now, live.lapsesAt());
        check(ahead.compareTo(SessionDecision.REQUEST_WINDOW) <= 0, "held for too long", row);
      }
    }
  }

  private void checkThePast() {
    for (Row row : sessions.over()) {
      Row first = ended.putIfAbsent(row.id(), row);
      check(first == null || first.equals(row), "changed after its end", first + " → " + row);
      check(
          row.state() instanceof Over over && !over.reason().value().isBlank(),
          "without a reason",
          row);
    }
  }

  private void check(boolean holds, String broken, Object about) {
    if (!holds) {
      throw new Broken("at %s: %s: %s".formatted(now, broken, about));
    }
  }

  // ---- time, chance and the network -------------------------------------------------------------

  private void in(Duration delay, Runnable what) {
    agenda.add(new Due(now.plus(delay), order++, what));
  }

  private Duration seconds(int most) {
    return Duration.ofMillis(random.nextInt(1, most * 1000));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Delivers once, twice, late or never; always and at once when the world has come to rest. */
  private void send(Runnable delivery) {
    if (quiet) {
      in(Duration.ofMillis(10), delivery);
      return;
    }
    if (chance(5)) {
      return;
    }
    for (int copies = chance(5) ? 2 : 1; copies > 0; copies--) {
      in(chance(10) ? seconds((int) MAX_DELAY.toSeconds()) : seconds(1), delivery);
    }
  }

  /** To some replica, which may die before it commits or before it answers. */
  private void call(SessionAct act, Consumer<Answer> answered) {
    send(() -> {
      if (!quiet && chance(1)) {
        return;
      }
      Answer answer =
          act instanceof SessionAct.Leave leave ? left(leave) : sessions.apply(act, now);
      if (answer.token() != 0) {
        leftAt.remove(answer.session());
        noteServed(answer.session()); // Somebody who reloads the page keeps it, too.
      }
      if (quiet || !chance(1)) {
        send(() -> answered.accept(answer));
      }
    });
  }

  /** What a page says that is not there any more changes nothing for the one that is. */
  private Answer left(SessionAct.Leave leave) {
    Row before = sessions.find(leave.session()).orElseThrow();
    Answer answer = sessions.apply(leave, now);
    Row after = sessions.find(leave.session()).orElseThrow();
    boolean isOld = before.token() != 0 && before.token() != leave.token();
    check(!isOld || after.token() == before.token(), "left by an old page", after);
    if (after.state() instanceof Left) {
      leftAt.putIfAbsent(after.id(), now);
    }
    return answer;
  }

  // ---- who lives in it --------------------------------------------------------------------------

  private void viewer(Person who) {
    if (quiet) {
      return;
    }
    in(seconds(20), () -> viewer(who));
    String camera = one(CAMERAS);
    if (chance(15)) {
      call(
          new SessionAct.Request(who, camera),
          made -> call(new SessionAct.Mint(who, made.session()), ticket -> watch(who, ticket)));
    } else {
      String tab = chance(50) ? "tab" : null;
      call(new SessionAct.Admit(who, camera, tab), ticket -> watch(who, ticket));
    }
  }

  private void watch(Person who, Answer ticket) {
    if (!ticket.isOk() || chance(10)) {
      return; // Refused, or the page was closed again.
    }
    if (chance(10)) {
      noteServed(ticket.session());
      call(new SessionAct.Activate(who, ticket.session()), _ -> {});
    }
    Duration stay = seconds(150);
    for (int opened = chance(10) ? 2 : 1; opened > 0; opened--) {
      Gateway gateway = one(gateways);
      send(() -> gateway.open(who, ticket, stay));
    }
    if (chance(40)) {
      in(stay, () -> leave(who, ticket));
    } else if (chance(50)) {
      in(stay, () -> call(new SessionAct.End(who, ticket.session()), _ -> {}));
    }
  }

  /** The page is closed, or reloaded and soon back; its gateway may still be sending. */
  private void leave(Person who, Answer ticket) {
    call(new SessionAct.Leave(who, ticket.session(), ticket.token()), _ -> {});
    Row row = sessions.find(ticket.session()).orElseThrow();
    if (chance(50)) {
      var again = new SessionAct.Admit(who, row.camera(), row.tab());
      in(seconds(8), () -> call(again, fresh -> watch(who, fresh)));
    }
  }

  private void noteServed(int session) {
    lastServed.put(session, now);
  }

  private void operator(String tenant) {
    if (quiet) {
      return;
    }
    in(seconds(600), () -> operator(tenant));
    String camera = one(CAMERAS);
    boolean suspends = chance(50);
    call(
        suspends ? new SessionAct.Suspend(tenant) : new SessionAct.SwitchOff(tenant, camera),
        _ -> {});
    in(
        seconds(60),
        () -> {
          sessions.apply(new SessionAct.Resume(tenant), now);
          sessions.apply(new SessionAct.SwitchOn(tenant, camera), now);
        });
  }

  private void sweeper() {
    sessions.apply(new SessionAct.Sweep(), now);
    in(!quiet && chance(1) ? Duration.ofHours(1) : SWEEP, this::sweeper);
  }

  /** Serves what it was allowed to, and says so every fifteen seconds of its own clock. */
  private final class Gateway {
    private record Served(Instant endsAt, Instant leavesAt) {}

    private final Map<Integer, Served> serving = new HashMap<>();
    private final Duration skew =
        Duration.ofMillis(random.nextLong(-MAX_SKEW.toMillis(), MAX_SKEW.toMillis()));
    private int boot = ++boots;

    Gateway() {
      in(seconds((int) BEAT.toSeconds()), this::beat);
    }

    void open(Person who, Answer ticket, Duration stay) {
      int claimedBy = boot;
      var claim = new SessionAct.Claim(who.tenant(), ticket.session(), ticket.token(), claimedBy);
      noteServed(ticket.session());
      call(
          claim,
          answer -> {
            // An answer to a run that is gone finds nobody.
            if (answer.isOk() && boot == claimedBy && !quiet) {
              Instant hardEnd = now.plus(skew).plusSeconds(PLAN.maxSessionSeconds());
              serving.putIfAbsent(ticket.session(), new Served(hardEnd, now.plus(stay)));
              checkServedOnce(ticket);
            }
          });
    }

    /** A token opens playback at one run of one gateway. */
    private void checkServedOnce(Answer ticket) {
      int at = opened.merge(ticket.token(), 1 << gateways.indexOf(this), (was, is) -> was | is);
      check(Integer.bitCount(at) == 1, "a token opened at two gateways", ticket);
    }

    private void beat() {
      in(BEAT, this::beat);
      if (!quiet && chance(1)) {
        serving.clear();
        boot = ++boots;
        return;
      }
      serving.values().removeIf(one -> !now.plus(skew).isBefore(one.endsAt));
      var watched = new ArrayList<Integer>();
      serving.forEach((session, one) -> {
        if (!quiet && now.isBefore(one.leavesAt)) {
          noteServed(session);
          watched.add(session);
        }
      });
      // What nobody fetches any more is kept a while, unreported, then let go.
      serving
          .values()
          .removeIf(one -> quiet || now.isAfter(one.leavesAt.plus(Duration.ofSeconds(60))));
      if (!watched.isEmpty()) {
        Instant sent = now;
        call(new SessionAct.Beat(watched), answer -> cut(watched, answer, sent));
      }
    }

    private void cut(List<Integer> watched, Answer answer, Instant sent) {
      answer.cuts().forEach(serving::remove);
      for (int session : watched) {
        Row row = sessions.find(session).orElse(null);
        boolean wasOver =
            row != null && row.state() instanceof Over over && !over.at().isAfter(sent);
        check(!wasOver || !serving.containsKey(session), "a zombie was not cut", row);
      }
    }
  }
}

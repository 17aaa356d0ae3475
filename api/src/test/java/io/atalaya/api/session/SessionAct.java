package io.atalaya.api.session;

import java.util.List;

/**
 * Something that somebody does to sessions. Tenants, people, cameras and tabs are named by letters;
 * sessions and tokens by the number they have in the order they were made.
 */
sealed interface SessionAct {
  /** Who in which tenant. */
  record Person(String tenant, String user) {}

  record Request(Person who, String camera) implements SessionAct {}

  /**
   * From camera to token.
   *
   * @param tab null when the player does not say
   */
  record Admit(Person who, String camera, String tab) implements SessionAct {}

  record Mint(Person who, int session) implements SessionAct {}

  record Activate(Person who, int session) implements SessionAct {}

  /** A run of a gateway comes with a token. */
  record Claim(String tenant, int session, int token, int boot) implements SessionAct {}

  record Beat(List<Integer> sessions) implements SessionAct {}

  /** The page that had a token goes away. */
  record Leave(Person who, int session, int token) implements SessionAct {}

  record End(Person who, int session) implements SessionAct {}

  record Sweep() implements SessionAct {}

  record Suspend(String tenant) implements SessionAct {}

  record Resume(String tenant) implements SessionAct {}

  record SwitchOff(String tenant, String camera) implements SessionAct {}

  record SwitchOn(String tenant, String camera) implements SessionAct {}

  /**
   * What came of it.
   *
   * @param said status, code and what else a program reads, in words
   * @param session the one it is about; 0 when there is none
   * @param token that was minted; 0 when none was
   * @param cuts sessions a gateway must cut
   */
  record Answer(String said, int session, int token, List<Integer> cuts) {
    static Answer of(String said) {
      return new Answer(said, 0, 0, List.of());
    }

    boolean isOk() {
      return said.startsWith("2");
    }
  }
}

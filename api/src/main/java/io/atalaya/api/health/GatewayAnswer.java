package io.atalaya.api.health;

/** What came of asking a gateway: trouble on the way is a value, not an exception. */
sealed interface GatewayAnswer<T> {
  /** It did, and says. */
  record Ok<T>(T value) implements GatewayAnswer<T> {}

  /** It has no such camera. */
  record NotThere<T>() implements GatewayAnswer<T> {}

  /**
   * It answers, and will not.
   *
   * @param code as in its error body
   */
  record Refused<T>(String code, String message) implements GatewayAnswer<T> {}

  /**
   * It does not answer, or not in time, or nothing we understand.
   *
   * @param why for our log
   */
  record Away<T>(String why) implements GatewayAnswer<T> {}
}

package io.atalaya.contract.gateway;

import java.util.Locale;

/** What a gateway is doing about one camera. */
public enum IngestState {
  /** On demand, and nobody is watching. */
  IDLE,
  /** An engine runs, no media yet. */
  CONNECTING,
  /** Media flows. */
  LIVE,
  /** The last run failed or ended; the next attempt has a time. */
  RETRYING,
  /** Given up until the configuration changes, because trying on would do harm. */
  PARKED;

  /** The spelling on the wire. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.atalaya.contract.gateway;

import java.time.Instant;

/** Why the last run ended; kept while the camera is healthy again, as history. */
public record LastFailure(FailureKind kind, String message, Instant at) {}

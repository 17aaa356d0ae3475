package io.atalaya.gateway.platform;

import java.time.Instant;
import java.util.UUID;

/**
 * This process.
 *
 * @param id the configured name
 * @param bootId new at each start: whoever sees it change knows that nothing is left of before
 */
public record Node(String id, UUID bootId, Instant startedAt) {}

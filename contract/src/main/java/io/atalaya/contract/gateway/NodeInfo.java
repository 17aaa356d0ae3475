package io.atalaya.contract.gateway;

import java.time.Instant;
import java.util.UUID;

/**
 * {@code GET /v1/node}: one gateway's identity and load.
 *
 * @param nodeId its configured name
 * @param bootId new at every start, so that a restart is seen
 * @param cameraCapacity how many it accepts before {@code gateway_at_capacity}
 */
public record NodeInfo(
    String nodeId, UUID bootId, Instant startedAt, int cameras, int cameraCapacity, int viewers) {}

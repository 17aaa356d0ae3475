package io.atalaya.gateway.ingest;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What every camera's ingest shares. */
public record IngestWorld(
    Engines engines,
    SourceGuard guard,
    RetryPolicy policy,
    IngestMeters meters,
    InstantSource clock,
    RandomGenerator random) {}

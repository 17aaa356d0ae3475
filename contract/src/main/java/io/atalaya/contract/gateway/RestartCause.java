package io.atalaya.contract.gateway;

/**
 * Why runs of a camera ended.
 *
 * @param count of runs since it was provisioned
 */
public record RestartCause(FailureKind cause, int count) {}

package io.atalaya.api.policy;

import io.atalaya.api.identity.Caller;
import io.atalaya.contract.error.DomainError;

/** Somebody's role did not allow an endpoint; fired before the answer, in no transaction. */
public record Denied(Caller caller, Action action, DomainError error) {}

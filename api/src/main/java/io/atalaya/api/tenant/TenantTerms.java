package io.atalaya.api.tenant;

/** A tenant and what its plan allows, read at one moment. */
public record TenantTerms(Tenant tenant, Plan plan) {}

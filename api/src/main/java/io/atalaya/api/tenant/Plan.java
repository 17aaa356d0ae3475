package io.atalaya.api.tenant;

/** Something tenants buy. */
public record Plan(String planId, String name, Entitlements entitlements, long version) {}

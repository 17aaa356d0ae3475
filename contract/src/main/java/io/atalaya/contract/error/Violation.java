package io.atalaya.contract.error;

/**
 * One thing that is wrong with one field.
 *
 * @param field the field as the caller wrote it, e.g. {@code source} or {@code labels.site}
 * @param message what it must be; never the rejected value, which may be a secret
 */
public record Violation(String field, String message) {}

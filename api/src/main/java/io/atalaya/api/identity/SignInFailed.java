package io.atalaya.api.identity;

import io.atalaya.contract.id.TenantId;
import java.util.Optional;

/**
 * Somebody could not sign in; fired before the answer, in no transaction. Says nothing that was
 * typed: people type passwords where their name belongs.
 *
 * @param tenant empty for the platform, and for a tenant that there is not
 * @param user whom they claimed to be; empty when there is nobody of that name
 */
public record SignInFailed(Optional<TenantId> tenant, Optional<User> user) {}

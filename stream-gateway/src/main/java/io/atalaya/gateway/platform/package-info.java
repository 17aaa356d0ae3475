/**
 * What every feature of the gateway stands on and none is about: configuration, clock, randomness
 * and threads, JSON, error answers, the way to the api and its keys.
 */
@NullMarked
package io.atalaya.gateway.platform;

import org.jspecify.annotations.NullMarked;

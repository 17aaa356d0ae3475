/**
 * The platform's tokens: claims as plain records, keys and signatures on the JDK alone. Turning
 * claims into JSON and back is the applications' business, with the mapper they already have.
 */
@NullMarked
package io.atalaya.contract.token;

import org.jspecify.annotations.NullMarked;

/**
 * A camera's source: a URL parsed into a typed value, and the policy that says which addresses it
 * may lead to. Used by the api when a camera is saved and by the gateway each time it connects.
 */
@NullMarked
package io.atalaya.contract.source;

import org.jspecify.annotations.NullMarked;

/** Aids for tests and the demo that know nothing of the product they exercise. */
@NullMarked
package io.atalaya.testkit;

import org.jspecify.annotations.NullMarked;

/** The platform's operator at the administration, in a real browser. */
@NullMarked
package io.atalaya.e2e.admin;

import org.jspecify.annotations.NullMarked;

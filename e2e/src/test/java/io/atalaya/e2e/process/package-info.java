/** What happens when programs are killed: it heals, or it stops and leaves nothing behind. */
@NullMarked
package io.atalaya.e2e.process;

import org.jspecify.annotations.NullMarked;

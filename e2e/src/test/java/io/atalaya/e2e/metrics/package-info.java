/** What an operator is given to watch the product with, held against the running product. */
package io.atalaya.e2e.metrics;

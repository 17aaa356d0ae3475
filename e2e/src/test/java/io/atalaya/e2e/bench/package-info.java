/**
 * Measures the running product from outside; {@code ./atalaya bench} runs these programs. They
 * print figures and judge nothing: {@code benchmarks/README.md} says what was seen.
 */
package io.atalaya.e2e.bench;

package io.atalaya.media.bench;

import java.util.Locale;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this package, or those that JMH's arguments name, and says what came. */
public final class Table {
  private Table() {}

  public static void main(String[] args) throws Exception {
    var asked = new CommandLineOptions(args);
    var options =
        new OptionsBuilder()
            .parent(asked)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(asked.verbosity().orElse(VerboseMode.SILENT))
            .build();
    System.out.printf("%-24s %12s %10s %14s%n", "", "ns", "±", "bytes of heap");
    for (RunResult run : new Runner(options).run()) {
      Result<?> time = run.getPrimaryResult();
      BenchmarkParams what = run.getParams();
      String kind = what.getParamsKeys().contains("kind") ? " " + what.getParam("kind") : "";
      System.out.printf(
          Locale.ROOT,
          "%-24s %12.0f %10.0f %14.0f%n",
          what.getBenchmark().replaceFirst(".*\\.", "") + kind,
          time.getScore(),
          time.getScoreError(),
          run.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
    }
  }
}

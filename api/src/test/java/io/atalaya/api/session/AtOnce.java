package io.atalaya.api.session;

import io.atalaya.api.ApiClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Many requests at one moment. */
final class AtOnce {
  private AtOnce() {}

  /** Asks again when it waited too long for its tenant's share, as on a machine that halts. */
  static ApiClient.Answer patiently(Supplier<ApiClient.Answer> call) {
    ApiClient.Answer answer = call.get();
    while (answer.status() == 429 && answer.toString().contains("are under way")) {
      answer = call.get();
    }
    return answer;
  }

  /** The answers to {@code count} calls, each told its number, in that order. */
  static <T> List<T> call(int count, IntFunction<T> call) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<Future<T>>();
      for (int i = 0; i < count; i++) {
        int number = i;
        futures.add(threads.submit(() -> call.apply(number)));
      }
      var answers = new ArrayList<T>();
      for (var future : futures) {
        answers.add(future.get(120, TimeUnit.SECONDS));
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}

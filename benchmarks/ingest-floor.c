/*
 * The floor of ingest: takes N cameras over RTSP with interleaved TCP, reads, and throws away.
 *
 *   ingest-floor PORT PATH_PREFIX N TICK_MS SECONDS
 *
 * TICK_MS 0 reads when the kernel says that there is something; otherwise every camera is read once
 * in a tick. One thread. After five seconds of warming up it measures, and prints CPU milliseconds
 * (user and system) for a camera and second, and the megabits a second that came.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CAMERAS = 1024, ANSWER_BYTES = 64 * 1024, WARM_UP_SECONDS = 5, KEEPALIVE_SECONDS = 20 };

struct camera {
  int socket;
  int cseq;
  char url[256];
  char session[128];
};

static struct camera cameras[MAX_CAMERAS];
static char answer[ANSWER_BYTES];

static void die(const char *what) {
  perror(what);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static double cpu(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void ask(struct camera *camera, const char *method, const char *url, const char *headers) {
  char request[1024];
  int length = snprintf(request, sizeof request, "%s %s RTSP/1.0\r\nCSeq: %d\r\n%s%s\r\n", method,
                        url, ++camera->cseq, camera->session, headers);
  if (send(camera->socket, request, length, MSG_NOSIGNAL) != length) die(method);
}

/* Byte by byte: only before the cameras play. */
static void hear(struct camera *camera) {
  int length = 0;
  while (length < 4 || memcmp(answer + length - 4, "\r\n\r\n", 4)) {
    if (length == ANSWER_BYTES - 1 || recv(camera->socket, answer + length++, 1, 0) != 1) {
      die("answer");
    }
  }
  answer[length] = 0;
  if (strncmp(answer, "RTSP/1.0 200", 12)) {
    fprintf(stderr, "%s: %s", camera->url, answer);
    exit(1);
  }
  char *body = strcasestr(answer, "content-length:");
  int bytes = body ? atoi(body + 15) : 0;
  if (bytes < 0 || bytes >= ANSWER_BYTES - length) die("body");
  if (bytes && recv(camera->socket, answer + length, bytes, MSG_WAITALL) != bytes) die("body");
  answer[length + bytes] = 0;
}

static void set_up(struct camera *camera) {
  char controls[4][512];
  int tracks = 0;
  char *at = strstr(answer, "m=");
  while (at && (at = strstr(at, "a=control:")) && tracks < 4) {
    char control[192];
    sscanf(at + 10, "%191[^\r\n]", control);
    snprintf(controls[tracks++], sizeof controls[0], "%s%s%s",
             strncmp(control, "rtsp", 4) ? camera->url : "",
             strncmp(control, "rtsp", 4) ? "/" : "", control);
    at++;
  }
  for (int i = 0; i < tracks; i++) {
    char transport[96];
    snprintf(transport, sizeof transport,
             "Transport: RTP/AVP/TCP;unicast;interleaved=%d-%d\r\n", 2 * i, 2 * i + 1);
    ask(camera, "SETUP", controls[i], transport);
    hear(camera);
    char *session = strcasestr(answer, "session:");
    char id[96];
    if (session && sscanf(session + 8, " %95[^;\r\n]", id) == 1) {
      snprintf(camera->session, sizeof camera->session, "Session: %s\r\n", id);
    }
  }
}

static void play(struct camera *camera, int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int on = 1;
  camera->socket = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(camera->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(camera->socket, (struct sockaddr *)&address, sizeof address)) die("connect");
  ask(camera, "DESCRIBE", camera->url, "Accept: application/sdp\r\n");
  hear(camera);
  set_up(camera);
  ask(camera, "PLAY", camera->url, "Range: npt=0.000-\r\n"); /* its answer is discarded too */
  fcntl(camera->socket, F_SETFL, O_NONBLOCK);
}

int main(int count, char **arguments) {
  if (count != 6) {
    fprintf(stderr, "usage: ingest-floor PORT PATH_PREFIX N TICK_MS SECONDS\n");
    return 2;
  }
  int port = atoi(arguments[1]), n = atoi(arguments[3]), tick = atoi(arguments[4]);
  double seconds = atof(arguments[5]);
  if (n < 1 || n > MAX_CAMERAS) return 2;
  static char discarded[64 * 1024];
  int poll = epoll_create1(0);
  for (int i = 0; i < n; i++) {
    snprintf(cameras[i].url, sizeof cameras[i].url, "rtsp://127.0.0.1:%d/%s%d", port, arguments[2],
             i);
    play(&cameras[i], port);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &cameras[i]};
    epoll_ctl(poll, EPOLL_CTL_ADD, cameras[i].socket, &event);
  }
  double start = now() + WARM_UP_SECONDS, kept = now(), begun = 0, used = 0;
  unsigned long bytes = 0, reads = 0;
  for (double time = now(); time < start + seconds; time = now()) {
    if (!begun && time >= start) {
      begun = time, used = cpu(), bytes = 0, reads = 0;
    }
    struct epoll_event events[MAX_CAMERAS];
    int ready = tick ? n : epoll_wait(poll, events, MAX_CAMERAS, 1000);
    for (int i = 0; i < ready; i++) {
      struct camera *camera = tick ? &cameras[i] : events[i].data.ptr;
      ssize_t length = recv(camera->socket, discarded, sizeof discarded, 0);
      if (length == 0 || (length < 0 && errno != EAGAIN)) die("a camera closed");
      bytes += length > 0 ? length : 0;
      reads++;
    }
    if (time - kept > KEEPALIVE_SECONDS) {
      kept = time;
      for (int i = 0; i < n; i++) ask(&cameras[i], "GET_PARAMETER", cameras[i].url, "");
    }
    if (tick) usleep(tick * 1000);
  }
  double took = now() - begun;
  printf("%.3f ms CPU a camera and second, %.0f Mbit/s, %.0f reads/s\n",
         (cpu() - used) * 1000 / took / n, bytes * 8 / took / 1e6, reads / took);
  return 0;
}

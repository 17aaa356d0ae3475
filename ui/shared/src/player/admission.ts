import { endSession, requestStreamToken, sendLeave } from '../api/actions.ts';
import type { CameraRef } from '../api/types.ts';
import { clientInstanceId } from './instance.ts';
import { tokenDesk } from './tokenDesk.ts';

/** The control plane's calls, as one tile uses them. */
export interface SessionCalls {
  request(terminate: readonly string[]): Promise<Grant>;
  end(sessionId: string): Promise<void>;
  /** From a page that is about to be gone: not waited for, and never fails. */
  leave(grant: Grant): void;
}

export interface Grant {
  sessionId: string;
  tokenId: string;
  playbackUrl: string;
}

/**
 * Asks for one tile's sessions and gives them back, one call after the other. The API answers a
 * request under a known instance id with the session that is still alive, so an `end` that
 * overtook or was overtaken by a newer request would kill the newer one's session: calls wait for
 * each other, and an `end` is left out when a newer request already follows it.
 */
export class Admission {
  private last: Promise<unknown> = Promise.resolve();
  private requests = 0;

  constructor(private readonly calls: SessionCalls) {}

  /** `terminate`: sessions of one's own that end so that this one gets a slot. */
  request(terminate: readonly string[] = []): Promise<Grant> {
    this.requests += 1;
    return this.after(() => this.calls.request(terminate));
  }

  /** Never fails: a session that could not be ended lapses by itself. */
  async end(sessionId: string): Promise<void> {
    const requestsBefore = this.requests;
    try {
      await this.after(async () => {
        if (this.requests === requestsBefore) await this.calls.end(sessionId);
      });
    } catch (error) {
      console.warn('a session could not be ended; it lapses by itself', error);
    }
  }

  /**
   * Says that its page goes, without waiting for anything: what is still to be answered never will
   * be. The page is closed, and the session over in a moment; or it comes back, reloaded or by
   * "back", and its request goes on in it. Names the token, so that it may arrive after that.
   */
  leave(grant: Grant): void {
    this.calls.leave(grant);
  }

  private after<T>(call: () => Promise<T>): Promise<T> {
    const result = this.last.then(call, call);
    this.last = result;
    return result;
  }
}

const admissions = new Map<string, Admission>();

/** The same object for the same tile, also after the tile was taken down and put up again. */
export function admissionFor(camera: CameraRef, tile: string): Admission {
  const instance = clientInstanceId(`${tile}/${camera.tenantId ?? ''}/${camera.cameraId}`);
  const known = admissions.get(instance);
  if (known !== undefined) return known;
  const fresh = new Admission({
    async request(terminate) {
      const { session, tokenId, playbackUrl } =
        terminate.length === 0
          ? await tokenDesk(camera.tenantId).request({
              cameraId: camera.cameraId,
              clientInstanceId: instance,
            })
          : await requestStreamToken(camera, instance, terminate);
      return { sessionId: session.id, tokenId, playbackUrl };
    },
    end: (id) => endSession(id, { tenantId: camera.tenantId, keepalive: true }),
    leave: ({ sessionId, tokenId }) => sendLeave(sessionId, tokenId, camera.tenantId),
  });
  admissions.set(instance, fresh);
  return fresh;
}

import { requestStreamToken, requestStreamTokens } from '../api/actions.ts';
import { ApiError, asApiError } from '../api/error.ts';
import type { StreamToken, StreamTokenItem } from '../api/types.ts';

/** One tile's wish. */
export interface TokenWish {
  cameraId: string;
  clientInstanceId: string;
}

/** The control plane's two ways to a token. */
export interface TokenCalls {
  one(wish: TokenWish): Promise<StreamToken>;
  /** Answers in the order of the wishes. */
  many(wishes: readonly TokenWish[]): Promise<readonly StreamTokenItem[]>;
}

/** What the API takes in one request. */
const MAX_WISHES = 64;

interface Waiting extends TokenWish {
  resolve(token: StreamToken): void;
  reject(error: ApiError): void;
}

/** Asks once for all tiles that ask in the same moment: a wall comes up with one request. */
export class TokenDesk {
  private waiting: Waiting[] = [];

  constructor(private readonly calls: TokenCalls) {}

  request(wish: TokenWish): Promise<StreamToken> {
    return new Promise((resolve, reject) => {
      if (this.waiting.length === 0) setTimeout(() => this.send(), 0);
      this.waiting.push({ ...wish, resolve, reject });
    });
  }

  private send(): void {
    const all = this.waiting;
    this.waiting = [];
    for (let from = 0; from < all.length; from += MAX_WISHES) {
      void this.ask(all.slice(from, from + MAX_WISHES));
    }
  }

  private async ask(wishes: readonly Waiting[]): Promise<void> {
    try {
      const [only, second] = wishes;
      if (only !== undefined && second === undefined) only.resolve(await this.calls.one(only));
      else this.answer(wishes, await this.calls.many(wishes));
    } catch (error) {
      for (const wish of wishes) wish.reject(asApiError(error));
    }
  }

  private answer(wishes: readonly Waiting[], items: readonly StreamTokenItem[]): void {
    wishes.forEach((wish, index) => {
      const item = items[index];
      if (item?.ticket) wish.resolve(item.ticket);
      else wish.reject(asRefusal(item));
    });
  }
}

function asRefusal(item: StreamTokenItem | undefined): ApiError {
  const error = item?.error;
  return item === undefined || !error
    ? new ApiError(0, 'unexpected_answer', 'no answer for this camera')
    : new ApiError(item.status, error.code, error.message, error.details);
}

const desks = new Map<string, TokenDesk>();

/** One for each tenant that is acted in. */
export function tokenDesk(tenantId: string | undefined): TokenDesk {
  const known = desks.get(tenantId ?? '');
  if (known !== undefined) return known;
  const fresh = new TokenDesk({
    one: ({ cameraId, clientInstanceId }) =>
      requestStreamToken({ cameraId, tenantId }, clientInstanceId),
    many: async (wishes) => (await requestStreamTokens(tenantId, wishes)).items,
  });
  desks.set(tenantId ?? '', fresh);
  return fresh;
}

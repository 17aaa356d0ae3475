/** Of a message that is not complete yet; ours have a few hundred. */
export const MAX_MESSAGE_CHARS = 65_536;

export interface SseMessage {
  /** Where the stream is after this; undefined when the message does not say. */
  id: string | undefined;
  /** Null: only a sign of life, or a place. */
  data: string | null;
}

/** Server-sent events out of text that arrives in pieces (HTML, 9.2.6). Names are ignored. */
export class SseReader {
  #rest = '';
  #id: string | undefined;
  #data: string[] = [];
  #chars = 0;

  /** The messages that `chunk` completes. Throws on one that is too long. */
  take(chunk: string): SseMessage[] {
    const text = this.#rest + chunk;
    // A carriage return at the end may be half of a line's end.
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = whole.split(/\r\n|\r|\n/);
    this.#rest = (lines.pop() ?? '') + text.slice(whole.length);
    const messages = lines.flatMap((line) => this.#line(line));
    if (this.#chars + this.#rest.length > MAX_MESSAGE_CHARS) throw new Error('message too long');
    return messages;
  }

  #line(line: string): SseMessage[] {
    if (line === '') return this.#end();
    this.#chars += line.length;
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'id') this.#id = value;
    if (field === 'data') this.#data.push(value);
    return [];
  }

  #end(): SseMessage[] {
    const message = {
      id: this.#id,
      data: this.#data.length === 0 ? null : this.#data.join('\n'),
    };
    this.#id = undefined;
    this.#data = [];
    this.#chars = 0;
    return message.id === undefined && message.data === null ? [] : [message];
  }
}
